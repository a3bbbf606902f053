import { isTrivialMove, pageOf } from './addresses.ts';
import type { Path } from './document.ts';
import type { Evaluation } from './evaluation.ts';
import { withFragment } from './fix.ts';
import type { Mend } from './mend.ts';
import type { Side } from './rules/judge.ts';
import { tierOf, type LinkResult, type Tier, type Verdict } from './verdict.ts';

/** More new pages than this are not asked for one pull request, and not more than so many of one host. */
export const MAX_NEW_SOURCES = 50;
export const MAX_OF_ONE_HOST = 10;

/** A place that cites a new page. */
export interface NewCitation {
  /** The id of the evaluation, and the name of the claim. */
  evaluation: string;
  claim: string;
  file: string;
  line: number;
  column: number;
  path: Path;
  /** The address as it is cited. */
  url: string;
}

/** A page that claims of the head cite, and none of the base. */
export interface NewSource {
  page: string;
  citations: readonly NewCitation[];
}

/** The new pages within the limits, in the order of the files; `left`: how many are beyond them. */
export interface NewSources {
  sources: readonly NewSource[];
  left: number;
}

/** What is known of a new page. `isGone`: it is dead, or its site says that there is no such page. */
export interface LookedAt {
  source: NewSource;
  verdict: Verdict;
  reason: string;
  isGone: boolean;
  /** Where it had better be cited, where that is known. */
  better: string | undefined;
}

/** The same page by https; undefined where it is that already, or has a port of its own. */
export function httpsTwinOf(page: string): string | undefined {
  const url = new URL(page);
  if (url.protocol !== 'http:' || url.port !== '') return undefined;
  url.protocol = 'https:';
  return url.href;
}

/** The address at which a page had better be cited: where it has moved for good, or its twin by https where that answers. */
export function betterAddress(
  page: string,
  result: LinkResult,
  twin: LinkResult | undefined,
): string | undefined {
  const end = result.verdict === 'redirected-permanent' ? result.hops.at(-1)?.url : undefined;
  // Nobody need edit a file for a closing slash.
  if (end !== undefined && (result.reason === 'moved' || isUpgrade(page, end))) return end;
  if (twin === undefined || tierOf(twin.verdict) !== 'ok') return undefined;
  return isUpgrade(page, twin.hops.at(-1)?.url ?? twin.page) ? twin.page : undefined;
}

function isUpgrade(from: string, to: string): boolean {
  return from.startsWith('http:') && to.startsWith('https:');
}

/** What would put the citations right of pages that had better be cited at another address. */
export function mendsOfSources(looks: readonly LookedAt[]): Mend[] {
  return looks.flatMap(({ source: { page, citations }, better }) => {
    if (better === undefined) return [];
    const isTwin = isUpgrade(page, better) && isTrivialMove(page, better);
    return citations.map(({ claim, file, path, url }) => ({
      rule: isTwin ? 'non-https' : 'new-source',
      file,
      path,
      value: withFragment(better, url),
      message: `\`${claim}\` cites \`${url.slice(0, 200)}\`, which ${isTwin ? 'answers with https, too' : 'has moved for good'}.`,
      remedy: isTwin ? 'Cite it with https.' : 'Cite its new address.',
    }));
  });
}

/** The pages that a change is the first to cite. What is no readable address is no page. */
export function newSourcesIn(base: Side, head: Side): NewSources {
  const cited = citationsIn(head.changed.evaluations);
  for (const evaluation of [...base.changed.evaluations, ...base.rest]) {
    if (cited.size === 0) break;
    for (const url of addressesIn(evaluation)) cited.delete(pageOf(url) ?? url);
  }
  const sources: NewSource[] = [];
  const ofHost = new Map<string, number>();
  for (const [page, citations] of cited) {
    const { hostname } = new URL(page);
    const known = ofHost.get(hostname) ?? 0;
    if (sources.length === MAX_NEW_SOURCES || known === MAX_OF_ONE_HOST) continue;
    ofHost.set(hostname, known + 1);
    sources.push({ page, citations: citations.map(placed) });
  }
  return { sources, left: cited.size - sources.length };
}

interface Citing {
  evaluation: Evaluation;
  claim: string;
  path: readonly (string | number)[];
  url: string;
}

function citationsIn(evaluations: readonly Evaluation[]): Map<string, Citing[]> {
  const cited = new Map<string, Citing[]>();
  for (const evaluation of evaluations) {
    for (const { name, evidence } of evaluation.claims) {
      for (const { url, path } of evidence) {
        const page = url === undefined ? undefined : pageOf(url);
        if (url === undefined || page === undefined) continue;
        const citing = { evaluation, claim: name, path: [...path, 'url'], url };
        const known = cited.get(page);
        if (known) known.push(citing);
        else cited.set(page, [citing]);
      }
    }
  }
  return cited;
}

function addressesIn({ claims }: Evaluation): Set<string> {
  return new Set(claims.flatMap(({ evidence }) => evidence.flatMap(({ url }) => url ?? [])));
}

function placed({ evaluation, claim, path, url }: Citing): NewCitation {
  const { id, file } = evaluation;
  return { evaluation: id, claim, file, path, url, ...evaluation.locate([...path]) };
}

/** What was found, with what a person should act on first. */
export function worstFirst(looks: readonly LookedAt[]): LookedAt[] {
  return looks.toSorted((one, other) => rank(one) - rank(other));
}

const ranks = { broken: 1, suspect: 1, unknown: 2, refused: 2, ok: 3 } as const satisfies Record<
  Tier,
  number
>;

function rank({ verdict, isGone }: LookedAt): number {
  return isGone ? 0 : ranks[tierOf(verdict)];
}
