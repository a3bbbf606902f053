import { parseDay, type Day } from '../../src/domain/day.ts';
import type { DashboardView, IssueState, Listed } from '../../src/domain/dashboard-view.ts';
import type { Claim, Dimension, Evaluation, Evidence } from '../../src/domain/evaluation.ts';
import type { Path } from '../../src/domain/document.ts';
import type { ToldEvent } from '../../src/domain/event.ts';
import type { ChangedSource, DeadSource, Finding } from '../../src/domain/finding.ts';
import type { FindingKind } from '../../src/domain/finding-kind.ts';
import type { Freshness } from '../../src/domain/freshness.ts';
import type { Memo, Present } from '../../src/domain/plan.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Problem } from '../../src/domain/problem.ts';
import type { Setup } from '../../src/domain/setup.ts';
import { reviewOf, type Review } from '../../src/domain/review.ts';
import type { Side } from '../../src/domain/rules/judge.ts';
import type { KnownSources } from '../../src/domain/unchanged.ts';
import { watchSchema, type Watch } from '../../src/domain/watch.ts';
import type { Origin } from '../../src/render/places.ts';

export const origin: Origin = { url: 'https://git.example/acme/evals', branch: 'main' };

type FindingOf<K extends FindingKind> = Extract<Finding, { kind: K }>;

export function day(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed) throw new Error(`${text} is no day.`);
  return parsed;
}

export function memoOf(finding: Finding): Memo {
  const { kind, key, facts } = finding;
  return { kind, key, facts, answered: undefined, closedByBot: false };
}

export function evidence(entry: Partial<Evidence> = {}): Evidence {
  return {
    path: [],
    source: 'Model card',
    url: 'https://hub.example/card',
    date: day('2025-11-15'),
    value: '230B parameters',
    ...entry,
  };
}

/** A claim of a dimension; "dated" as dimension makes it a dated block. */
export function claim(dimension: string, name: string, fields: Partial<Claim> = {}): Claim {
  const isBlock = dimension === 'dated';
  const lastVerified = 'lastVerified' in fields ? fields.lastVerified : day('2026-01-10');
  return {
    name: isBlock ? `metadata.${name}` : `${dimension}.${name}`,
    path: isBlock ? ['metadata', name] : ['trust_vector', dimension, 'criteria', name],
    kind: isBlock ? 'block' : 'criterion',
    isDated: true,
    confidence: 'high',
    score: 80,
    evidence: [evidence()],
    check: undefined,
    ...fields,
    lastVerified,
    raw: { score: fields.score ?? 80, last_verified: lastVerified, ...fields.raw },
  };
}

export function evaluation(claims: readonly Claim[], fields: Partial<Evaluation> = {}): Evaluation {
  const names = new Set(claims.flatMap(({ kind, path }) => (kind === 'criterion' ? [String(path[1])] : [])));
  const dimensions: Dimension[] = Array.from(names, (name) => ({
    name,
    path: ['trust_vector', name],
    declared: 80,
    criteria: claims.filter(({ kind, path }) => kind === 'criterion' && path[1] === name),
  }));
  return {
    file: 'data/models/minimax-m2.json',
    id: 'minimax-m2',
    type: 'model',
    name: 'MiniMax-M2',
    claims,
    dimensions,
    watches: [],
    raw: {},
    locate: (path) => ({ line: lineOf(claims, path), column: 3 }),
    ...fields,
  };
}

// Stands in for a reader of the file: ten lines for each claim.
function lineOf(claims: readonly Claim[], path: Path): number {
  const index = claims.findIndex((one) => one.path.every((key, at) => key === path[at]));
  return 1 + Math.max(0, index) * 10;
}

export function stale(one: Claim, fields: Partial<Freshness> = {}): Freshness {
  return { claim: one, state: 'stale', age: 200, maxAge: 180, staleOn: day('2026-07-10'), ...fields };
}

export function undated(one: Claim): Freshness {
  return stale(one, { state: 'undated', age: undefined, staleOn: undefined });
}

export function staleFinding(
  about: Evaluation,
  freshness: readonly Freshness[],
  known: KnownSources = new Map(),
): FindingOf<'stale'> {
  return {
    kind: 'stale',
    key: 'aaaaaaaaaaaaaaaa',
    facts: ['2026-07-10'],
    evaluation: about,
    stale: freshness,
    known,
    holding: new Set(),
    pending: new Map(),
  };
}

export function watch(fields: Partial<Watch> = {}): Watch {
  return {
    ...watchSchema.parse({
      id: 'minimax-m3-weights',
      source: 'hf-model',
      target: 'MiniMaxAI/MiniMax-M3',
      when: 'has-weights',
    }),
    ...fields,
  };
}

export function eventFinding(fields: Partial<FindingOf<'event'>> = {}): FindingOf<'event'> {
  return {
    kind: 'event',
    key: 'bbbbbbbbbbbbbbbb',
    facts: ['0123456789'],
    watch: watch({ reason: 'M2 is out of date once M3 can be had' }),
    events: [told()],
    impact: [],
    answered: undefined,
    ...fields,
  };
}

export function told(fields: Partial<ToldEvent> = {}): ToldEvent {
  return {
    id: 'hf-model:MiniMaxAI/MiniMax-M3:has-weights:1',
    source: 'hf-model',
    target: 'MiniMaxAI/MiniMax-M3',
    when: 'has-weights',
    summary: 'Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face: 59 files, 854 GB.',
    evidence: [
      { label: 'Model page', text: 'MiniMaxAI/MiniMax-M3', url: 'https://hub.example/MiniMaxAI/MiniMax-M3' },
      { label: 'Last commit', text: '2026-07-01T10:00:00.000Z' },
    ],
    seenOn: day('2026-07-01'),
    ...fields,
  };
}

export function deadSource(fields: Partial<DeadSource> = {}): DeadSource {
  return {
    page: 'https://gone.example/a_page',
    verdict: 'not-found',
    reason: 'status 404',
    since: day('2026-06-01'),
    citations: [{ evaluation: 'minimax-m2', claim: 'security.audit', file: 'data/models/minimax-m2.json' }],
    ...fields,
  };
}

export function changedSource(fields: Partial<ChangedSource> = {}): ChangedSource {
  return {
    page: 'https://docs.example/a_price',
    since: day('2026-06-01'),
    change: { added: ['Input costs $0.60.'], removed: ['Input costs $0.30.'] },
    citations: [{ evaluation: 'minimax-m2', claim: 'metadata.pricing', file: 'data/models/minimax-m2.json' }],
    ...fields,
  };
}

export function changedFinding(sources: readonly ChangedSource[]): FindingOf<'changed-sources'> {
  return { kind: 'changed-sources', key: 'dddddddddddddddd', facts: ['0123456789'], sources };
}

export function deadFinding(sources: readonly DeadSource[]): FindingOf<'dead-sources'> {
  return { kind: 'dead-sources', key: 'cccccccccccccccc', facts: ['0123456789'], sources };
}

export function problem(fields: Partial<Problem> = {}): Problem {
  return {
    rule: 'bad-date',
    level: 'fail',
    file: 'data/models/minimax-m2.json',
    line: 12,
    column: 5,
    field: 'metadata.last_verified',
    message: '`metadata.last_verified` is "2026-02-30", which is no day of the calendar.',
    remedy: 'Write it as YYYY-MM-DD.',
    ...fields,
  };
}

export function problemsFinding(
  kind: 'configuration' | 'problems',
  problems: readonly Problem[],
): FindingOf<'configuration' | 'problems'> {
  return { kind, key: 'dddddddddddddddd', facts: ['0123456789'], problems };
}

/** A review of evaluations as they were and as they are to be, judged on a day when nothing is stale. */
export function review(
  before: readonly Evaluation[],
  after: readonly Evaluation[],
  problems: readonly Problem[] = [],
): Review {
  return reviewOf(side(before, []), side(after, problems), defaultPolicy(), day('2026-03-01'));
}

function side(evaluations: readonly Evaluation[], problems: readonly Problem[]): Side {
  return { changed: { files: evaluations.length, evaluations, problems, unreadable: [] }, rest: [] };
}

export function dashboard(view: Partial<DashboardView> = {}): FindingOf<'dashboard'> {
  return {
    kind: 'dashboard',
    key: 'eeeeeeeeeeeeeeee',
    facts: ['0123456789'],
    view: {
      evaluations: 3,
      claims: { total: 97, fresh: 60, due: 7, stale: 30 },
      support: 71,
      scanned: day('2026-07-01'),
      nextBy: day('2026-07-02'),
      alarmAfter: day('2026-07-03'),
      gap: undefined,
      listed: [],
      due: [],
      advice: [],
      troubles: [
        {
          where: 'hf-model',
          why: "Hugging Face answered the request for the model's page with status 503.",
          since: day('2026-06-01'),
          watches: ['minimax-m3-weights'],
        },
      ],
      ended: [{ id: 'glm-5-weights', why: 'done' }],
      ...view,
    },
  };
}

export function onboarding(setup: Partial<Setup> = {}): FindingOf<'onboarding'> {
  return {
    kind: 'onboarding',
    key: 'ffffffffffffffff',
    facts: ['0123456789'],
    setup: {
      evaluations: 3,
      claims: { total: 97, stale: 30 },
      problems: 0,
      policy: defaultPolicy(),
      opens: ['Re-verify MiniMax-M2: 34 of 34 claims are past their age', 'Reverify dashboard'],
      waiting: 0,
      advice: [],
      ...setup,
    },
  };
}

export function listed(key: string, title: string, is: IssueState, fields: Partial<Listed> = {}): Listed {
  return { key, kind: 'stale', title, is, maker: undefined, ...fields };
}

/** An open issue of the bot's own with this body. */
export function present(body: string, memo: Memo): Present {
  return { number: 1, open: true, createdOn: undefined, closedOn: undefined, title: '', body, memo };
}
