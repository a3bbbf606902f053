import type { Command } from '../domain/command.ts';
import type { Claim, Evaluation } from '../domain/evaluation.ts';
import { findingKey } from '../domain/finding.ts';
import { nearest } from '../domain/nearest.ts';
import { compilePattern } from '../domain/pattern.ts';
import type { Person } from '../domain/person.ts';
import type { Present } from '../domain/plan.ts';
import type { Stamped } from '../domain/stamped.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { pullLink, type Origin } from '../render/places.ts';
import { sentenceReply } from '../render/reply.ts';
import { mendEvaluations, type Mended } from './mend-evaluations.ts';
import { offerMended } from './offer-mended.ts';
import { readRegistry, type Registry } from './read-repository.ts';
import { replacementsFor } from './replacements.ts';
import { stampClaims } from './stamp-claims.ts';
import { showStamped } from './tick-stale.ts';
import { todayOf, type Tools } from './tools.ts';

/** The commands that propose a change to files. */
export type FixCommand = Extract<Command, { word: 'verified' | 'fix' }>;

/** Opens the pull requests that a command asks for. Gives an answer in Markdown. */
export async function proposeFix(
  github: GitHub,
  slug: Slug,
  command: FixCommand,
  issue: Present,
  by: Person,
  tools: Tools,
): Promise<string | undefined> {
  const registry = await readRegistry(github, slug, tools);
  if (registry.kind === 'idle') return sentenceReply(`Nothing was done: ${registry.why}.`);
  const about = registry.workspace.evaluations.find(
    ({ id }) => findingKey(registry.head.id, 'stale', id) === issue.memo.key,
  );
  return command.word === 'verified'
    ? await verify(github, registry, command.claims, about, issue, by, tools)
    : await mend(github, registry, about, issue, by, tools);
}

async function verify(
  github: GitHub,
  registry: Registry,
  pattern: string,
  about: Evaluation | undefined,
  issue: Present,
  by: Person,
  tools: Tools,
): Promise<string | undefined> {
  const { head, policy, workspace } = registry;
  const meant = meantBy(pattern, workspace.evaluations, about);
  if (meant === undefined)
    return sentenceReply(`Say of which evaluation: \`/reverify verified <evaluation>: ${pattern}\`.`);
  const { evaluation, claims } = meant;
  if (claims.length === 0) return sentenceReply(noSuchClaims(pattern, evaluation));
  const key = findingKey(head.id, 'stale', evaluation.id);
  const wish = { evaluation, key, claims, despite: false, by, on: todayOf(tools) };
  const stamped = await stampClaims(github, head, wish, policy, tools);
  const origin: Origin = { url: head.url, branch: head.branch };
  if (evaluation === about) await showStamped(github, head, issue, wish, stamped);
  const offered = [{ evaluation, edits: stamped.offered }];
  await offerMended(github, head.slug, issue.number, { offered }, origin);
  return answerOf(stamped, origin);
}

/** `security.*` on the issue of an evaluation, `minimax-m2: security.*` elsewhere. */
function meantBy(
  pattern: string,
  evaluations: readonly Evaluation[],
  about: Evaluation | undefined,
): { evaluation: Evaluation; claims: Claim[] } | undefined {
  const named = evaluations.find(({ id }) => pattern.startsWith(`${id}:`));
  const evaluation = named ?? about;
  if (evaluation === undefined) return undefined;
  const text = named ? pattern.slice(named.id.length + 1).trim() : pattern;
  const fits = compilePattern(text);
  return { evaluation, claims: evaluation.claims.filter(({ name }) => fits(name)) };
}

function noSuchClaims(pattern: string, { id, claims }: Evaluation): string {
  const close = nearest(
    pattern,
    claims.map(({ name }) => name),
  );
  const hint = close === undefined ? '' : ` Did you mean \`${close}\`?`;
  return `No claim of \`${id}\` is called \`${pattern}\`.${hint}`;
}

function answerOf({ pull, claims, left, refused }: Stamped, origin: Origin): string | undefined {
  const parts = [
    ...(pull !== undefined && claims.length > 0
      ? [`${claims.length} stamped in ${pullLink(origin, pull)}.`]
      : []),
    ...(left.length > 0
      ? [
          sentenceReply(
            `Not stamped, because a source is dead or has changed since: ${left.map(({ name }) => `\`${name}\``).join(', ')}. Tick them and the box \`Stamp them all the same\`.`,
          ),
        ]
      : []),
    ...refused.slice(0, 10).map(({ message }) => sentenceReply(message)),
  ];
  return parts.length === 0 ? undefined : parts.join('\n');
}

async function mend(
  github: GitHub,
  registry: Registry,
  about: Evaluation | undefined,
  issue: Present,
  by: Person,
  tools: Tools,
): Promise<string | undefined> {
  const { head, policy, workspace } = registry;
  const evaluations = about ? [about] : workspace.evaluations;
  const replace = await replacementsFor(evaluations, policy, tools);
  const all: Mended[] = [];
  for (const mending of [{ kind: 'sources', replace } as const, { kind: 'scores' } as const])
    all.push(await mendEvaluations(github, registry, evaluations, mending, by, tools));
  const origin: Origin = { url: head.url, branch: head.branch };
  const offered = all.flatMap((mended) => mended.offered);
  await offerMended(github, head.slug, issue.number, { offered }, origin);
  const pulls = [...new Set(all.flatMap((mended) => mended.pulls))];
  if (pulls.length > 0) return `Proposed in ${pulls.map((number) => pullLink(origin, number)).join(', ')}.`;
  return offered.length > 0 ? undefined : sentenceReply('There is nothing that the bot can mend by itself.');
}
