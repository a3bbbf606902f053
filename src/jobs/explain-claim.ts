import { pageOf } from '../domain/addresses.ts';
import { claimNamed, type ClaimIn } from '../domain/claim-named.ts';
import { dayOf } from '../domain/day.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { isLoud } from '../domain/event.ts';
import { findingKey } from '../domain/finding.ts';
import { freshnessJudge, ruleFinder } from '../domain/freshness.ts';
import { noticesFor } from '../domain/patience.ts';
import { POLICY_PATH, type Policy } from '../domain/policy.ts';
import type { Memo, Present } from '../domain/plan.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { listOwn } from '../github/issues.ts';
import { readHead, type Head } from '../github/repositories.ts';
import { recall } from '../links/recall.ts';
import {
  explanation,
  noSuchClaim,
  sentenceReply,
  type Explained,
  type KnownEvidence,
} from '../render/reply.ts';
import { knownSources } from './check-links.ts';
import { claimChecks } from './claim-checks.ts';
import { declaredWatches } from './declared-watches.ts';
import { listEvaluations, readRepositoryPolicy, readWorkspaceAt } from './read-repository.ts';
import { todayOf, type Tools } from './tools.ts';

/** Answers how fresh a claim is, and why. `about`: what the issue is about on which somebody asks. */
export async function explainClaim(
  github: GitHub,
  slug: Slug,
  name: string,
  about: Memo | undefined,
  tools: Tools,
): Promise<string> {
  const head = await readHead(github, slug);
  if (!head) return sentenceReply('The repository is empty.');
  const policy = await readRepositoryPolicy(github, head, tools);
  if (!policy.value)
    return sentenceReply(`\`${POLICY_PATH}\` has errors, so no claim can be judged. Mend them first.`);
  const files = await listEvaluations(github, slug, head.tree, policy.value);
  const { evaluations } = await readWorkspaceAt(github, slug, files, policy.value, tools);
  const spokenOf = evaluations.find(({ id }) => about?.key === findingKey(head.id, 'stale', id));
  const named = claimNamed(name, evaluations, spokenOf);
  if (!named.found) return noSuchClaim(name, named.nearest, spokenOf !== undefined);
  const { issues } = await listOwn(github, slug, tools.appId);
  const events = openEvents(policy.value, evaluations, head, issues, tools);
  const explained = await explainedBy(named.found, policy.value, events, tools);
  return explanation(explained, { url: head.url, branch: head.branch });
}

/** An open issue about an event, and what it puts in doubt. */
interface OpenEvent {
  issue: Present;
  subject: ReturnType<typeof claimChecks>[number];
}

function openEvents(
  policy: Policy,
  evaluations: readonly Evaluation[],
  head: Head,
  present: readonly Present[],
  tools: Tools,
): OpenEvent[] {
  const subjects = [
    ...declaredWatches(policy, evaluations, head.id, todayOf(tools)).subjects,
    ...claimChecks(evaluations, head.id),
  ];
  return present.flatMap((issue) =>
    issue.open
      ? subjects.filter(({ key }) => key === issue.memo.key).map((subject) => ({ issue, subject }))
      : [],
  );
}

async function explainedBy(
  { evaluation, claim }: ClaimIn,
  policy: Policy,
  events: readonly OpenEvent[],
  tools: Tools,
): Promise<Explained> {
  const { lastVerified } = claim;
  const doubting = events.filter(({ issue: { memo }, subject: { impact } }) => {
    if (!impact.some(({ claims }) => claims.includes(claim))) return false;
    return lastVerified === undefined || (memo.answered !== undefined && lastVerified <= memo.answered);
  });
  const inDoubt = new Set(doubting.some(({ subject: { watch } }) => isLoud(watch.severity)) ? [claim] : []);
  const judged = freshnessJudge(policy.freshness)(evaluation, todayOf(tools), inDoubt);
  const freshness = judged.find((one) => one.claim === claim);
  if (!freshness) throw new Error('A claim was not judged.');
  const { rules } = policy.freshness;
  const rule = ruleFinder(rules)(evaluation, claim);
  return {
    evaluation,
    claim,
    freshness,
    rule: rule && { ...rule, place: rules.indexOf(rule) + 1 },
    doubts: doubting.map(({ issue }) => issue.number),
    sources: await knownEvidence(claim, policy, tools),
  };
}

async function knownEvidence(
  { evidence }: ClaimIn['claim'],
  policy: Policy,
  tools: Tools,
): Promise<KnownEvidence[]> {
  const urls = evidence.flatMap(({ url }) => url ?? []);
  const known = await knownSources(urls, policy.links.failures, tools);
  return Promise.all(
    evidence.map(async (entry) => {
      const { url = '' } = entry;
      const record = await recall(tools.memory, pageOf(url) ?? url, tools.log);
      const { since } = known.get(url) ?? {};
      if (record === undefined) return { evidence: entry, look: undefined, since, notices: [] };
      const { verdict, reason, checkedAt } = record;
      const look = { verdict, reason, on: dayOf(checkedAt) };
      return { evidence: entry, look, since, notices: noticesFor(url, record) };
    }),
  );
}
