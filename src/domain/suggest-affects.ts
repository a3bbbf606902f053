import { groupBy } from './group-by.ts';
import { MAX_PATTERN_LENGTH } from './pattern.ts';
import type { Passage } from './suggest-passages.ts';

/** One entry under `affects`, as a watch writes it. */
export interface Affected {
  evaluations: readonly string[];
  criteria?: readonly string[];
  fields?: readonly string[];
}

// What a watch's schema takes.
const MAX_ENTRIES = 100;
const MAX_ITEMS = 200;

/**
 * What rests on passages: the claims that they belong to, else their top-level fields. Evaluations with the same claims
 * share an entry; where there are too many entries for one watch, they name evaluations only.
 */
export function affectedBy(passages: readonly Passage[]): Affected[] {
  const byEvaluation = groupBy(passages, ({ evaluation }) => evaluation.id);
  const ids = [...byEvaluation.keys()].map((id) => exactly(id));
  const entries = entriesOf(ids, (index) => restOf([...byEvaluation.values()][index] ?? []));
  return (entries.length > MAX_ENTRIES ? entriesOf(ids, () => ({})) : entries).slice(0, MAX_ENTRIES);
}

type Rest = Omit<Affected, 'evaluations'>;

function entriesOf(ids: readonly string[], restAt: (index: number) => Rest): Affected[] {
  const open = new Map<string, string[]>();
  const entries: Affected[] = [];
  for (const [index, id] of ids.entries()) {
    const rest = restAt(index);
    const key = JSON.stringify(rest);
    let evaluations = open.get(key);
    if (evaluations === undefined || evaluations.length === MAX_ITEMS) {
      evaluations = [];
      open.set(key, evaluations);
      entries.push({ evaluations, ...rest });
    }
    evaluations.push(id);
  }
  return entries;
}

function restOf(passages: readonly Passage[]): Rest {
  const criteria = distinct(passages.flatMap(({ claim }) => (claim ? [exactly(claim.name)] : [])));
  const outside = passages.filter(({ claim }) => claim === undefined);
  const fields = distinct(outside.filter((passage) => !isRemark(passage)).map(({ path }) => String(path[0])));
  // A remark on a dimension says again what one of its criteria says; alone it puts them all in doubt.
  const isAlone = criteria.length === 0 && fields.length === 0;
  const remarked = isAlone
    ? distinct(outside.map(({ path }) => exactly(`${String(path[1])}.`, MAX_PATTERN_LENGTH - 1) + '*'))
    : [];
  const named = [...criteria, ...remarked].slice(0, MAX_ITEMS);
  const whole = fields.filter((field) => field.length <= MAX_PATTERN_LENGTH).slice(0, MAX_ITEMS);
  return { ...(named.length > 0 && { criteria: named }), ...(whole.length > 0 && { fields: whole }) };
}

/** Whether a passage stands beside the criteria of the framework, and belongs to none. */
export function isRemark({ path, claim }: Passage): boolean {
  return claim === undefined && path[0] === 'trust_vector' && path.length > 2;
}

/** A pattern that fits a name and hardly anything else: a name may hold what patterns read as their own. */
function exactly(name: string, maxLength = MAX_PATTERN_LENGTH): string {
  const pattern = name
    .replace(/^!/, '?')
    .replaceAll(/[*?{}\p{Cc}\p{Cf}\p{Cs}]/gu, (char) => '?'.repeat(char.length));
  if (pattern.length <= maxLength) return pattern;
  return `${pattern.slice(0, maxLength - 2).replace(/[\uD800-\uDBFF]$/, '?')}**`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
