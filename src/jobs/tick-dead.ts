import { factOf } from '../domain/finding.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { updateIssue } from '../github/issues.ts';
import { withBoxesDone } from '../render/box.ts';
import { replacedWords } from '../render/issue-dead-sources.ts';
import type { Origin } from '../render/places.ts';
import { mendEvaluations } from './mend-evaluations.ts';
import { offerMended } from './offer-mended.ts';
import { readRegistry } from './read-repository.ts';
import { replacementsFor } from './replacements.ts';
import type { Ticked, TicksOutcome } from './ticked.ts';
import type { Tools } from './tools.ts';

/** Replaces the dead addresses that somebody has ticked by their archived copies, in a pull request of each evaluation. */
export async function tickDead(
  github: GitHub,
  slug: Slug,
  { number, body, ticks, by }: Ticked,
  tools: Tools,
): Promise<TicksOutcome> {
  const registry = await readRegistry(github, slug, tools);
  if (registry.kind === 'idle') return registry;
  const { head, policy, workspace } = registry;
  const named = new Set(ticks.flatMap(({ deed, of }) => (deed === 'replace' ? (of ?? []) : [])));
  const known = await replacementsFor(workspace.evaluations, policy, tools);
  // By itself, or with all others of its host.
  const replace = new Map(
    [...known].filter(([page]) => named.has(factOf(page)) || named.has(factOf(new URL(page).host))),
  );
  const mending = { kind: 'sources', replace } as const;
  const mended = await mendEvaluations(github, registry, workspace.evaluations, mending, by, tools);
  const origin: Origin = { url: head.url, branch: head.branch };
  await offerMended(github, slug, number, mended, origin);
  const { pulls } = mended;
  const done = withBoxesDone(body, ({ deed, of }) =>
    deed === 'replace' && named.has(of ?? '') && pulls.length > 0 ? replacedWords(pulls, origin) : undefined,
  );
  await updateIssue(github, slug, number, { body: done }, false);
  return { kind: 'replaced', pages: replace.size, by: by.login, pulls };
}
