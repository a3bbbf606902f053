import type { Claim } from './evaluation.ts';

const MOST_TEXTS = 200;
const LONGEST = 2_000;

/** The texts of a claim: what its sources were said to say, and its other words. */
export function textsOfClaim({ evidence, raw }: Claim): string[] {
  const cited = evidence.map(({ source, value }) => [source, value].filter(Boolean).join(': '));
  const other = Object.entries(raw).flatMap(([name, value]) =>
    typeof value === 'string' && value.includes(' ') && !/date|url|verified/i.test(name) ? [value] : [],
  );
  return [...cited, ...other].filter(Boolean).slice(0, MOST_TEXTS);
}

/** The texts of a field that holds a text, or a list of them. */
export function textsOfField(value: unknown): string[] {
  return [value]
    .flat()
    .filter((text) => typeof text === 'string')
    .slice(0, MOST_TEXTS);
}

/**
 * Those texts first that speak of a target: of `MiniMaxAI/MiniMax-M3` those with `M3`, before those with `MiniMax`. A
 * word tells the more the fewer texts have it, and the later it stands in the name. Texts that name nothing of it are
 * left out, unless none does.
 */
export function tellingTexts(texts: readonly string[], target: string): string[] {
  const split = texts.map((text) => new Set(wordsOf(text.slice(0, LONGEST))));
  const words = [...new Set(wordsOf(target))];
  const weights = new Map(
    words.map((word, index) => [word, (index + 1) / split.filter((one) => one.has(word)).length]),
  );
  const scored = texts.map((text, index) => ({
    text,
    score: words.reduce((sum, word) => sum + (split[index]?.has(word) ? (weights.get(word) ?? 0) : 0), 0),
  }));
  const telling = scored.filter(({ score }) => score > 0).toSorted((one, other) => other.score - one.score);
  return (telling.length > 0 ? telling : scored).map(({ text }) => text);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:\.\p{N}+)*/gu) ?? [];
}
