import { expectationOf, holds, type ClaimCheck } from '../domain/claim-check.ts';
import type { Claim, Evaluation } from '../domain/evaluation.ts';
import { factOf, findingKey } from '../domain/finding.ts';
import type { Looked, Manner } from '../domain/watch-state.ts';
import { watchSchema } from '../domain/watch.ts';
import type { Round } from '../upstream/look.ts';
import type { Told } from '../upstream/source.ts';
import { understandCheck } from '../upstream/understand.ts';
import type { WatchedSubject } from './declared-watches.ts';

/** The claims that let a source check them, as what is watched: it happens that one does not hold any more. */
export function claimChecks(evaluations: readonly Evaluation[], repositoryId: number): WatchedSubject[] {
  return evaluations.flatMap((evaluation) =>
    evaluation.claims.flatMap((claim) => {
      if (claim.check === undefined) return [];
      const read = understandCheck(claim.check);
      return 'complaints' in read
        ? []
        : [subjectOf(evaluation, claim, claim.check, read.understood, repositoryId)];
    }),
  );
}

function subjectOf(
  evaluation: Evaluation,
  claim: Claim,
  check: ClaimCheck,
  options: Readonly<Record<string, unknown>>,
  repositoryId: number,
): WatchedSubject {
  const { source, target, fact } = check;
  const manner: Manner = {
    source,
    target,
    when: fact,
    kind: 'level',
    confirm: 2,
    settle: 0,
    cooldown: 0,
    once: false,
    remembers: 1,
  };
  const subject = JSON.stringify(['check', evaluation.id, claim.name, check]);
  const id = `${evaluation.id}/${claim.name}`.replaceAll(/[^\w./@-]+/g, '-').slice(0, 200);
  const reason = `${claim.name} lets ${source} check that its ${fact} is ${expectationOf(check)}.`;
  return {
    key: findingKey(repositoryId, 'event', subject),
    watch: watchSchema.parse({
      id,
      source,
      target,
      when: fact,
      severity: 'high',
      reason: reason.slice(0, 500),
    }),
    ids: [id],
    conditions: [
      {
        manner,
        stateKey: factOf(subject),
        see: (round) => seeCheck(round, check, options),
      },
    ],
    impact: [{ evaluation, claims: [claim], fields: [] }],
    checks: claim,
  };
}

async function seeCheck(
  round: Round,
  check: ClaimCheck,
  options: Readonly<Record<string, unknown>>,
): Promise<Looked> {
  const { source, target, fact } = check;
  const told = await round.tell(source, { target, fact, options });
  // A fact that is not there says nothing about what it would be.
  if (told.kind !== 'ok') return { kind: 'unknown', why: told.why };
  return { kind: 'ok', events: holds(check, told.value) ? [] : [broken(check, told)] };
}

function broken(check: ClaimCheck, { value, evidence }: Extract<Told, { kind: 'ok' }>) {
  const { source, target, fact } = check;
  const now = String(value).slice(0, 200);
  return {
    id: `check:${source}:${target}:${fact}:${factOf(now)}`,
    source,
    target,
    when: fact,
    summary: `The ${fact} of ${target} is ${now}, where ${expectationOf(check)} is expected.`,
    now,
    evidence,
  };
}
