import { createHash } from 'node:crypto';
import type { DashboardView } from './dashboard-view.ts';
import type { Day } from './day.ts';
import type { Claim, Evaluation } from './evaluation.ts';
import type { ToldEvent } from './event.ts';
import type { FindingKind } from './finding-kind.ts';
import type { Freshness } from './freshness.ts';
import type { Impact } from './impact.ts';
import type { PageChange } from './page-change.ts';
import type { Problem } from './problem.ts';
import type { Setup } from './setup.ts';
import type { KnownSources } from './unchanged.ts';
import type { Verdict } from './verdict.ts';
import type { Watch } from './watch.ts';

interface Common {
  /** The same from run to run, whatever the title or the path. */
  key: string;
  /** What a person who closes the issue has seen. It speaks again only with a fact that is not among them. */
  facts: readonly string[];
}

/** One thing to act on. */
export type Finding =
  | (Common & { kind: 'onboarding'; setup: Setup })
  | (Common & { kind: 'configuration'; problems: readonly Problem[] })
  | (Common & { kind: 'problems'; problems: readonly Problem[] })
  | (Common & {
      kind: 'event';
      watch: Watch;
      /** The newest first; none where only its open issue still speaks of it. */
      events: readonly ToldEvent[];
      impact: readonly Impact[];
      /** The day since which every claim in doubt has been verified. */
      answered: Day | undefined;
    })
  | (Common & {
      kind: 'stale';
      evaluation: Evaluation;
      stale: readonly Freshness[];
      /** What earlier looks at its sources tell. */
      known: KnownSources;
      /** Those that a source checks, and that hold. */
      holding: ReadonlySet<Claim>;
      /** Those that an open pull request stamps already. */
      pending: ReadonlyMap<Claim, Pending>;
    })
  | (Common & { kind: 'dead-sources'; sources: readonly DeadSource[] })
  | (Common & { kind: 'changed-sources'; sources: readonly ChangedSource[] })
  | (Common & { kind: 'dashboard'; view: DashboardView });

/** What an open pull request of the bot's does about a claim. */
export interface Pending {
  /** The pull request. */
  number: number;
  /** Who has verified it. */
  by: string;
  on: Day;
}

/** Where an address is cited, and the day that the evidence bears. */
export interface Citation {
  evaluation: string;
  claim: string;
  file: string;
  date?: Day | undefined;
}

/** An address that has failed often enough, and who cites it. */
export interface DeadSource {
  page: string;
  verdict: Verdict;
  reason: string;
  /** The day of the first failure of the present row. */
  since: Day;
  citations: readonly Citation[];
  /** The capture nearest to the day of its oldest evidence. */
  archived?: { url: string; day: Day };
  /** The open pull requests that replace it. */
  pulls?: readonly number[];
}

/** A page that says something else than it did, and the claims that nobody has verified since. */
export interface ChangedSource {
  page: string;
  /** The day on which the change was seen; undefined where nobody remembers, and the page has not been read since. */
  since: Day | undefined;
  /** Undefined where memory of it was lost. */
  change: PageChange | undefined;
  citations: readonly Citation[];
}

/** The key of a finding: repository, kind and subject, hashed, so that it can stand in an issue without meaning. */
export function findingKey(repositoryId: number, kind: FindingKind, subject: string): string {
  return hash(`${repositoryId}\n${kind}\n${subject}`, 16);
}

/** A fact in a few characters: it tells one thing from others, and says nothing by itself. */
export function factOf(text: string): string {
  return hash(text, 10);
}

/** More facts than this do not fit into an issue; beyond them a person's close covers what was left out, too. */
export const MAX_FACTS = 500;

/** The facts of a list of problems: each by what is wrong where, not by its line. */
export function factsOfProblems(problems: readonly Problem[]): string[] {
  return [...new Set(problems.map(({ file, rule, field }) => factOf([file, rule, field].join('\n'))))].slice(
    0,
    MAX_FACTS,
  );
}

function hash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
