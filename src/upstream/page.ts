import * as z from 'zod';
import { getPageText } from './page-document.ts';
import { evidenceOf, matchEvent, textEvent } from './page-event.ts';
import { linesOf } from './page-lines.ts';
import { problemWithSelector } from './page-text.ts';
import { compileRegex } from './regex.ts';
import type { Ask, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';
import { unread } from './unread.ts';
import { hostOf, problemWithAddress } from './web-address.ts';

const regex = z.string().refine((text) => compileRegex(text) !== undefined, {
  error: 'Write a text, or /…/i with an expression of RE2 of at most 200 characters.',
});

const selector = z
  .string()
  .max(200)
  .superRefine((text, context) => {
    const problem = problemWithSelector(text);
    if (problem !== undefined) context.addIssue(problem);
  });

const Options = z.strictObject({
  /** The element that holds what matters. Default: the page's own main part. */
  select: selector.optional(),
  /** Elements that do not matter. */
  ignore: z.array(selector).max(20).optional(),
  /** Lines that do not matter. */
  ignoreLines: regex.optional(),
  /** Of each line only what fits, and of the others nothing. */
  extract: regex.optional(),
  /** A text without which it is not the page that is meant. */
  mustContain: z.string().min(1).max(200).optional(),
  /** What `text-matches` and `text-missing` look for. */
  match: regex.optional(),
});
type Options = z.output<typeof Options>;

const SHORTEST_TEXT = 200;

/** The main text of any page: that it is another, that something stands in it, that something no longer does. */
export const page: Source<Options> = {
  name: 'page',
  conditions: {
    'text-changed': { kind: 'edge', confirm: 2, remembers: 5 },
    'text-matches': { kind: 'level' },
    'text-missing': { kind: 'level', confirm: 2 },
  },
  options: Options,
  problemWithTarget: (target) => problemWithAddress(target, 'https://example.com/docs/deprecations'),
  problemWithOptions,
  look,
  facts: { names: ['text'], tell },
};

function problemWithOptions(when: string, { match }: Options): string | undefined {
  if (when === 'text-changed') {
    return match === undefined
      ? undefined
      : 'The condition text-changed looks for nothing. Leave match out, or narrow what is compared by extract.';
  }
  return match === undefined ? `The condition ${when} looks for something. Add match.` : undefined;
}

async function look({ target, when, options }: Ask<Options>, tools: SourceTools): Promise<Outcome> {
  const read = await readText(target, options, tools);
  if (!('text' in read)) return read;
  if (when === 'text-changed') {
    return isThin(read.text, options) ? thin : { kind: 'ok', events: [textEvent(target, read.text)] };
  }
  const found = compileRegex(options.match ?? '')?.find(read.text);
  // What a page does not have while it is loading, or out of order, it may have had all the time.
  if (found === undefined && isThin(read.text, options)) return thin;
  if ((found !== undefined) !== (when === 'text-matches')) return { kind: 'ok', events: [] };
  return { kind: 'ok', events: [matchEvent(target, when, options.match ?? '', found)] };
}

async function tell({ target, options }: FactAsk<Options>, tools: SourceTools): Promise<Told> {
  const read = await readText(target, options, tools);
  if (!('text' in read)) return read;
  const regex = compileRegex(options.match ?? '');
  if (regex === undefined) return unknown('The fact text looks for something: add match.');
  const value = regex.matches(read.text);
  return !value && isThin(read.text, options) ? thin : { kind: 'ok', value, evidence: evidenceOf(target) };
}

async function readText(
  target: string,
  { select, ignore, ignoreLines, extract, mustContain }: Options,
  tools: SourceTools,
): Promise<{ text: string } | Exclude<Outcome, { kind: 'ok' }>> {
  const reply = await getPageText(target, { select, ignore }, tools);
  if (reply.kind !== 'value') return unread(reply, 'page');
  if (new URL(reply.url).host !== new URL(target).host) {
    return unknown(`The page has moved to ${hostOf(reply.url)}: write its new address in the watch.`);
  }
  if (reply.value === '') {
    return unknown(select === undefined ? 'The page has no text.' : 'The page has no text at select.');
  }
  if (mustContain !== undefined && !reply.value.includes(mustContain)) {
    return unknown('The page does not have the text of mustContain.');
  }
  const lines = linesOf(reply.value, compileRegex(ignoreLines ?? ''), compileRegex(extract ?? ''));
  return lines.length > 0 ? { text: lines.join('\n') } : unknown('No line of the page is left to look at.');
}

// An error page, or one that its scripts have yet to fill, says little; who names a part of the page knows what it says.
function isThin(text: string, { select, extract, mustContain }: Options): boolean {
  const isNarrow = select !== undefined || extract !== undefined || mustContain !== undefined;
  return !isNarrow && text.length < SHORTEST_TEXT;
}

const thin = unknown(
  `The page has less than ${SHORTEST_TEXT} characters of text: name what matters by select or mustContain.`,
);

function unknown(why: string): Extract<Outcome, { kind: 'unknown' }> {
  return { kind: 'unknown', why };
}
