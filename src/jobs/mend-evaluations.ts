import { pageOf } from '../domain/addresses.ts';
import type { Edit } from '../domain/edit.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { factOf, findingKey } from '../domain/finding.ts';
import { editsOf, type Fix } from '../domain/fix.ts';
import type { OpenFix, Stamp } from '../domain/fix-pull.ts';
import type { Person } from '../domain/person.ts';
import type { GitHub } from '../github/client.ts';
import { listFixes } from '../github/fix-pulls.ts';
import { openFix } from './open-fix.ts';
import type { Registry } from './read-repository.ts';
import { todayOf, type Tools } from './tools.ts';

/** What the bot can mend by itself. */
export type Mending = Exclude<Fix, { kind: 'verified' }>;

/** What became of it: pull requests, and what a person has to do where the bot may not write. */
export interface Mended {
  pulls: number[];
  offered: { evaluation: Evaluation; edits: readonly Edit[] }[];
}

/** Mends evaluations, each in a pull request of its own. Those in which there is nothing to mend are left. */
export async function mendEvaluations(
  github: GitHub,
  { head, policy }: Registry,
  evaluations: readonly Evaluation[],
  mending: Mending,
  by: Person,
  tools: Tools,
): Promise<Mended> {
  const mended: Mended = { pulls: [], offered: [] };
  let fixes: OpenFix[] | undefined;
  for (const evaluation of evaluations) {
    if (editsOf(mending, evaluation, policy.fields).length === 0) continue;
    fixes ??= await listFixes(github, head.slug, tools.appId, policy.issues.labels);
    const wish = {
      kind: mending.kind,
      key: findingKey(head.id, 'stale', evaluation.id),
      evaluation,
      editsIn: (found: Evaluation) => editsOf(mending, found, policy.fields),
      by,
      stamps: stampsOf(mending, evaluation, by, tools),
      known: new Map(),
    };
    const outcome = await openFix(github, head, wish, fixes, policy, tools);
    if (outcome.kind === 'not-permitted') mended.offered.push({ evaluation, edits: outcome.edits });
    else if (outcome.kind !== 'nothing') mended.pulls.push(outcome.number);
  }
  return mended;
}

// Which pages a pull request replaces, so that their issue can say so.
function stampsOf(mending: Mending, { claims }: Evaluation, { login }: Person, tools: Tools): Stamp[] {
  if (mending.kind !== 'sources') return [];
  const pages = claims.flatMap(({ evidence }) => evidence.flatMap(({ url }) => (url && pageOf(url)) ?? []));
  return [...new Set(pages)]
    .filter((page) => mending.replace.has(page))
    .map((page) => ({ of: factOf(page), on: todayOf(tools), by: login }));
}
