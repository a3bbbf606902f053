import { parseDay } from './day.ts';
import type { CitedPage, Passage } from './suggest-passages.ts';
import type { Proposal } from './suggestion.ts';
import { quoted } from './suggest-text.ts';

const ENDS = /\b(?:deprecat\w*|shut(?:s|ting)? ?down|shutdown|sunset\w*|retir\w+|end[ -]of[ -]life|EOL)\b/i;
const LIST_OF_ENDS = /\bdeprecations?\b|\blifecycle\b|\bend-of-life\b|\beol\b|\bsunsets?\b|\bshutdowns?\b/i;

/** A cited page that tells when something ends is worth a watch on its text. */
export function proposeDeprecations(cited: readonly CitedPage[]): Proposal[] {
  return cited.flatMap((citation) => {
    const { page, title, says, passage, upstream } = citation;
    // A page of a provider's state tells of an hour, and of an end in passing only.
    if (upstream !== undefined || /^https?:\/\/status\./.test(page)) return [];
    const isList = LIST_OF_ENDS.test(pathOf(page));
    const ending = endingIn(citation);
    if (!isList && ending === undefined) return [];
    const why =
      ending === undefined
        ? 'The cited page lists what its provider ends, and the list grows.'
        : 'The cited page is the source for an end that was still to come; such days are moved.';
    return [
      {
        ...onPage(page),
        rule: 'deprecation',
        severity: 'high',
        confidence: ending !== undefined && (isList || ENDS.test(title)) ? 'high' : 'medium',
        why,
        quote: quoted(says?.text ?? page, ending),
        passage: says ?? passage,
      },
    ];
  });
}

// A policy ("six months' notice") is no end; an end has a day, and that day had not come when it was verified.
function endingIn({ says, asOf }: CitedPage): number | undefined {
  const text = says?.text ?? '';
  const found = ENDS.exec(text);
  if (found === null) return undefined;
  const days = text.match(/\b\d{4}-\d{2}-\d{2}\b/g)?.flatMap((day) => parseDay(day) ?? []) ?? [];
  const isAhead = days.some((day) => asOf === undefined || day > asOf);
  return isAhead ? found.index : undefined;
}

/** A cited page of prices, or a model at a router, is worth a watch; what it puts in doubt is the stated price, too. */
export function proposePricing(passages: readonly Passage[], cited: readonly CitedPage[]): Proposal[] {
  const found = cited.flatMap(priceOf);
  const price = passages.find(isPrice);
  if (price === undefined) return found;
  return [...found, ...found.map((proposal): Proposal => ({ ...proposal, passage: price }))];
}

function priceOf({ page, passage, upstream }: CitedPage): Proposal[] {
  const common = { rule: 'pricing', severity: 'medium', quote: quoted(page), passage } as const;
  if (upstream?.source === 'openrouter') {
    return [
      {
        ...common,
        source: 'openrouter',
        target: upstream.target,
        when: ['price-changed', 'deprecated', 'gone'],
        confidence: 'high',
        why: 'The model is cited at the router, which tells when its price changes.',
      },
    ];
  }
  if (upstream !== undefined || !isPriceList(page)) return [];
  const why = 'The page is cited for its prices.';
  return [{ ...common, ...onPage(page), confidence: 'medium', why }];
}

// `/pricing`, `/pricing-paygo`, `/api-pricing`; not the many words of an article on new prices.
function isPriceList(page: string): boolean {
  const segments = pathOf(page)
    .replace(/[?#].*$/, '')
    .toLowerCase()
    .split('/');
  return segments.some((segment) => {
    const words = segment.split(/[-_.]/);
    return words.length <= 3 && (words.includes('pricing') || words.includes('prices'));
  });
}

function isPrice({ path, claim }: Passage): boolean {
  return claim?.path.at(-1) === 'pricing' || (path[0] === 'metadata' && path[1] === 'pricing');
}

function onPage(page: string): Pick<Proposal, 'source' | 'target' | 'when'> {
  return { source: 'page', target: page, when: ['text-changed'] };
}

function pathOf(page: string): string {
  return page.slice(page.indexOf('/', 8));
}
