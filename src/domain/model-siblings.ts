import { isHubModel } from './upstream-address.ts';

/** A model's name around its version: `DeepSeek-` `V` `3.2` `-Exp`. */
interface Parts {
  family: string;
  letters: string;
  version: string;
  suffix: string;
}

/**
 * The models beside a cited one (`MiniMaxAI/MiniMax-M2`) that a sentence names, by full names as they would stand on
 * the Hub: `M3` and `MiniMax M3` are `MiniMaxAI/MiniMax-M3`. Never the cited one, and none that came before it.
 */
export function siblingsNamed(cited: string, sentence: string): string[] {
  const [owner = '', name = ''] = cited.split('/');
  const model = partsOf(name);
  if (model === undefined) return [];
  const found = namesIn(sentence, model).flatMap((names) => {
    const sibling = names.map((text) => siblingOf(model, text)).find(Boolean);
    return sibling === undefined ? [] : [`${owner}/${sibling}`];
  });
  return [...new Set(found)].filter(isHubModel);
}

const KIND = /^[A-Z][a-z]+$/;

// What may be one name, for each word, the longest first: `Llama 4 Behemoth`, `MiniMax M3`, `M3`.
function namesIn(sentence: string, model: Parts): string[][] {
  const phrases = sentence.split(/[^\w. -]+|\.(?= |$)/);
  return phrases.flatMap((phrase) => {
    const words = phrase.split(' ').filter(Boolean);
    return words.map((word, at) => {
      const [before, after = ''] = [words[at - 1], words[at + 1]];
      // A name has one version, and ends with it or with its kind.
      if (before === undefined || partsOf(before) !== undefined) return [word];
      const hasKind = KIND.test(model.suffix) && KIND.test(after);
      return [...(hasKind ? [`${before}-${word}-${after}`] : []), `${before}-${word}`, word];
    });
  });
}

function partsOf(name: string): Parts | undefined {
  const segments = name.split('-');
  for (const [at, segment] of segments.entries()) {
    // A size, `120b` or `A17B`, ends with its unit and is no version.
    const [, letters = '', version] = /^([A-Za-z]{0,30}?)(\d{1,3}(?:\.\d{1,3}){0,3})$/.exec(segment) ?? [];
    if (version === undefined) continue;
    return {
      family: segments.slice(0, at).join('-'),
      letters,
      version,
      suffix: segments.slice(at + 1).join('-'),
    };
  }
  return undefined;
}

function siblingOf(cited: Parts, text: string): string | undefined {
  const written = partsOf(text);
  if (written === undefined || !isSameLine(cited, written)) return undefined;
  const suffix = suffixOf(cited, written);
  if (suffix === undefined) return undefined;
  const order = compareVersions(written.version, cited.version);
  const isOther = order > 0 || (order === 0 && suffix.toLowerCase() !== cited.suffix.toLowerCase());
  if (!isOther) return undefined;
  return [cited.family, cited.letters + written.version, suffix].filter((part) => part !== '').join('-');
}

function isSameLine(cited: Parts, written: Parts): boolean {
  const family = written.family.toLowerCase();
  if (family === '') {
    // Alone, `M3` says enough and `3` does not; a word of its own, such as `Qwen3.6`, does, too.
    const isName = cited.family === '' ? cited.letters.length > 1 : /^[A-Z]{1,2}$/.test(cited.letters);
    return isName && written.letters === cited.letters;
  }
  const isFamily = `-${cited.family.toLowerCase()}`.endsWith(`-${family}`);
  if (isFamily) return written.letters.toLowerCase() === cited.letters.toLowerCase();
  // `Qwen 3.6`, for a model that is written without the blank.
  return cited.family === '' && written.letters === '' && family === cited.letters.toLowerCase();
}

// A model that comes in sizes or kinds has a successor in each: without the size nobody knows which is meant.
function suffixOf(cited: Parts, written: Parts): string | undefined {
  if (written.suffix === '') return cited.suffix === '' ? '' : undefined;
  if (/^[a-z]+$/.test(written.suffix)) return undefined;
  return /^[\w.]+(?:-[\w.]+)*$/.test(written.suffix) ? written.suffix : undefined;
}

function compareVersions(one: string, other: string): number {
  const [ones, others] = [one.split('.').map(Number), other.split('.').map(Number)];
  for (let at = 0; at < Math.max(ones.length, others.length); at += 1) {
    const difference = (ones[at] ?? 0) - (others[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
