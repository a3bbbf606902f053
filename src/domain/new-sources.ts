import { pageOf } from './addresses.ts';
import type { Evaluation } from './evaluation.ts';
import type { Side } from './rules/judge.ts';
import { tierOf, type Tier, type Verdict } from './verdict.ts';

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
  /** The field, as a path. */
  field: string;
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
  return { evaluation: id, claim, file, field: path.join('.'), url, ...evaluation.locate([...path]) };
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
