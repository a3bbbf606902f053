import { compareText } from './order.ts';
import type { Step } from './plan.ts';

/** What a run makes of an issue; `nothing` where there is none, or a closed one stays closed. */
export const fates = ['opens', 'reopens', 'closes', 'waits', 'stays', 'nothing'] as const;
export type Fate = (typeof fates)[number];

/** What becomes of one issue under the present configuration, and under the one that is proposed. */
export interface PreviewedIssue {
  title: string;
  /** Undefined where it is not there yet. */
  number: number | undefined;
  before: Fate;
  after: Fate;
}

/** What a proposed configuration would do. */
export type PolicyPreview =
  | { kind: 'issues'; issues: readonly PreviewedIssue[] }
  /** Every setting stays as it is. */
  | { kind: 'unchanged' }
  /** It takes so many files more for evaluations than the present one that they were not read. */
  | { kind: 'too-many-files'; files: number };

/** Compares two plans made of the same issues: all issues that either would open, close or keep waiting, what differs first. */
export function previewOf(before: readonly Step[], after: readonly Step[]): PreviewedIssue[] {
  const old = new Map(before.map((step) => [subjectOf(step), step]));
  const next = new Map(after.map((step) => [subjectOf(step), step]));
  const subjects = [...new Set([...next.keys(), ...old.keys()])];
  return subjects
    .flatMap((subject) => previewed(old.get(subject), next.get(subject)))
    .filter(({ before, after }) => before !== after || isDeed(after))
    .toSorted(byInterest);
}

function previewed(old: Step | undefined, next: Step | undefined): PreviewedIssue[] {
  const step = next ?? old;
  if (!step) return [];
  const present = 'present' in step ? step.present : undefined;
  const title = 'wanted' in step ? step.wanted.title : (present?.title ?? '');
  // An issue of a subject that was closed long ago is not the one that opens now.
  const number = step.step === 'create' ? undefined : present?.number;
  return [{ title, number, before: fateOf(old), after: fateOf(next) }];
}

// A duplicate shares its key with the issue that stays.
function subjectOf(step: Step): string {
  if (step.step === 'close' && step.reason === 'duplicate') return `#${step.present.number}`;
  return 'wanted' in step ? step.wanted.key : step.present.memo.key;
}

function fateOf(step: Step | undefined): Fate {
  if (!step) return 'nothing';
  switch (step.step) {
    case 'create':
      return 'opens';
    case 'reopen':
      return 'reopens';
    case 'wait':
      return 'waits';
    case 'wake':
      return step.present.open ? 'stays' : 'reopens';
    case 'close':
      return step.present.open ? 'closes' : 'nothing';
    case 'update':
    case 'keep':
    case 'respect':
      return step.present.open ? 'stays' : 'nothing';
    default:
      return step satisfies never;
  }
}

function isDeed(fate: Fate): boolean {
  return fate !== 'stays' && fate !== 'nothing';
}

function byInterest(one: PreviewedIssue, other: PreviewedIssue): number {
  const byChange = Number(one.before === one.after) - Number(other.before === other.after);
  const byFate = fates.indexOf(one.after) - fates.indexOf(other.after);
  return byChange || byFate || compareText(one.title, other.title);
}
