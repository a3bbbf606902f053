import { diffOf, type EvaluationDiff } from '../diff.ts';
import type { Day } from '../day.ts';
import type { Evaluation } from '../evaluation.ts';
import { groupBy } from '../group-by.ts';
import { MAX_MENDS, type Mend } from '../mend.ts';
import type { Policy } from '../policy.ts';
import type { Level, Problem } from '../problem.ts';
import type { KnownSources } from '../unchanged.ts';
import type { Workspace } from '../workspace.ts';
import { givenId } from './duplicate-id.ts';
import { rules } from './index.ts';
import type { Context, Happened, Remark, Rule, Subject } from './rule.ts';

/** One side of a comparison: what is in the repository before or after. */
export interface Side {
  /** The evaluations that the change touches. */
  changed: Workspace;
  /** All others, the same on both sides: for ranks, and for what evaluations say of each other. */
  rest: readonly Evaluation[];
}

/** What is known of the world beyond the files. */
export interface KnownWorld {
  sources: KnownSources;
  happened(evaluation: Evaluation): readonly Happened[];
}

/** Nothing is known beyond the files. */
export const nothingKnown: KnownWorld = { sources: new Map(), happened: () => [] };

/** How base and head are held against each other. */
export interface Judging {
  policy: Policy;
  today: Day;
  known: KnownWorld;
}

/** What the rules say, and the values that would put right what this change has brought. */
export interface Judgement {
  problems: Problem[];
  mends: Mend[];
}

/** More remarks than this of one rule on one file are counted, not shown. */
const MAX_REMARKS = 40;

/**
 * What the rules have to say of a change, as the policy sets them. What stood on the base already is never more than a
 * note; both sides are judged on the same day, by what is known now.
 */
export function judgeChange(
  diffs: readonly EvaluationDiff[],
  base: Side,
  head: Side,
  judging: Judging,
): Judgement {
  const contexts = { before: contextOf(base, judging), after: contextOf(head, judging) };
  const [wrongBefore, wrongAfter] = [byFile(base.changed.problems), byFile(head.changed.problems)];
  const settings = judging.policy.pullRequests.rules;
  const judgements = subjectsOf(diffs, wrongAfter).flatMap((subject): Judgement[] => {
    const found = rules.flatMap((rule) => {
      const setting = settings[rule.name] ?? rule.setting;
      const remarks = setting === 'off' ? [] : rule.judge(subject, contexts.after);
      return remarks.length === 0 || setting === 'off' ? [] : [{ rule, setting, remarks }];
    });
    if (found.length === 0) return [];
    const before = asItStood(subject, wrongBefore, judging.policy);
    return found.map(({ rule, setting, remarks }) => {
      const old = new Set(rule.judge(before, contexts.before).map(identity));
      const [stood, fresh] = partition(remarks, (remark) => old.has(identity(remark)));
      return {
        problems: problemsOf(subject, rule, setting, { fresh, stood }),
        mends: mendsOf(subject, rule, fresh),
      };
    });
  });
  return {
    problems: judgements.flatMap(({ problems }) => problems),
    mends: judgements.flatMap(({ mends }) => mends),
  };
}

function contextOf({ changed, rest }: Side, { policy, today, known }: Judging): Context {
  const ids = new Map<string, string[]>();
  for (const { id, raw, file } of [...changed.evaluations, ...rest]) {
    const name = givenId(raw) ?? id;
    ids.set(name, [...(ids.get(name) ?? []), file]);
  }
  return { today, fields: policy.fields, tolerance: policy.scores.tolerance, ids, ...known };
}

function byFile(problems: readonly Problem[]): Map<string, Problem[]> {
  return groupBy(problems, ({ file }) => file);
}

function subjectsOf(
  diffs: readonly EvaluationDiff[],
  problems: ReadonlyMap<string, readonly Problem[]>,
): Subject[] {
  const subjects = diffs.flatMap((diff): Subject[] => {
    const file = diff.after?.file;
    return file === undefined ? [] : [{ ...diff, file, problems: problems.get(file) ?? [] }];
  });
  const seen = new Set(subjects.map(({ file }) => file));
  const unread = [...problems].filter(([file]) => !seen.has(file));
  return [...unread.map(([file, list]) => emptySubject(file, list)), ...subjects];
}

function emptySubject(file: string, problems: readonly Problem[]): Subject {
  const scores = { before: undefined, after: undefined };
  return { id: '', file, problems, before: undefined, after: undefined, scores, claims: [], ratings: [] };
}

/** The file before the change, as if it were new. */
function asItStood(
  { file, before }: Subject,
  problems: ReadonlyMap<string, readonly Problem[]>,
  { fields, scores }: Policy,
): Subject {
  if (!before) return emptySubject(file, problems.get(file) ?? []);
  const diff = diffOf({ before: undefined, after: before }, { fields, weights: scores.weights });
  return { ...diff, file: before.file, problems: problems.get(before.file) ?? [] };
}

function identity({ key, path }: Remark): string {
  return key ?? path.join('.');
}

function problemsOf(
  subject: Subject,
  rule: Rule,
  setting: Level,
  { fresh, stood }: Record<'fresh' | 'stood', readonly Remark[]>,
): Problem[] {
  const excused = stood.map((remark) => ({
    ...remark,
    mild: true,
    message: `${remark.message} It was so before this change.`,
  }));
  return [fresh, excused].flatMap((list) =>
    told(list, rule).map((remark) =>
      problemAt(subject, rule, remark.mild === true ? 'note' : setting, remark),
    ),
  );
}

function mendsOf({ file }: Subject, { name }: Rule, remarks: readonly Remark[]): Mend[] {
  return remarks
    .flatMap(({ path, message, remedy, mend }) =>
      mend === undefined ? [] : [{ rule: name, file, path, value: mend, message, remedy }],
    )
    .slice(0, MAX_MENDS);
}

function partition<T>(all: readonly T[], fits: (one: T) => boolean): [T[], T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}

// Those that are left out are counted in the words of the last that is shown.
function told(remarks: readonly Remark[], { oncePerFile }: Rule): Remark[] {
  // What is wrong with a file as such has been counted where it was read.
  const isCounted = remarks[0]?.at !== undefined;
  const shown = isCounted ? [...remarks] : remarks.slice(0, oncePerFile ? 1 : MAX_REMARKS);
  const last = shown.pop();
  if (last === undefined) return [];
  const left = remarks.length - shown.length - 1;
  const more = left === 1 ? 'one more place' : `${left} more places`;
  return [
    ...shown,
    left === 0 ? last : { ...last, message: `${last.message} So it is in ${more} of this file.` },
  ];
}

function problemAt({ file, after }: Subject, { name }: Rule, level: Level, remark: Remark): Problem {
  const { path, message, remedy, at } = remark;
  const problem = { rule: name, level, file, message, remedy };
  if (at !== undefined || after === undefined) {
    return { ...problem, ...(at ?? { line: 1, column: 1, field: path.join('.') }) };
  }
  return { ...problem, field: path.join('.'), ...after.locate(path) };
}
