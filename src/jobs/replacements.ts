import type { Evaluation } from '../domain/evaluation.ts';
import { isDead } from '../domain/patience.ts';
import type { Policy } from '../domain/policy.ts';
import { dayOf } from '../domain/day.ts';
import { recall } from '../links/recall.ts';
import { withKnownCopies } from './archived.ts';
import { citationsOf } from './citations.ts';
import type { Tools } from './tools.ts';

/** What may stand in the place of cited pages, by page: the archived copy of a dead one, where one has moved for good. */
export async function replacementsFor(
  evaluations: readonly Evaluation[],
  { links }: Policy,
  tools: Tools,
): Promise<Map<string, string>> {
  const replacements = new Map<string, string>();
  for (const [page, citations] of citationsOf(evaluations)) {
    const record = await recall(tools.memory, page, tools.log);
    if (record === undefined) continue;
    const { verdict, reason, finalUrl, firstFailedAt, checkedAt } = record;
    if (isDead(record, links.failures)) {
      const since = dayOf(firstFailedAt ?? checkedAt);
      const [dead] = await withKnownCopies([{ page, verdict, reason, since, citations }], tools);
      if (dead?.archived) replacements.set(page, dead.archived.url);
    } else if (verdict === 'redirected-permanent' && reason !== 'trivial' && finalUrl !== undefined) {
      replacements.set(page, finalUrl);
    }
  }
  return replacements;
}
