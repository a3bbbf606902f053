import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Evaluation } from '../../../src/domain/evaluation.ts';
import type { Policy } from '../../../src/domain/policy.ts';
import type { Problem } from '../../../src/domain/problem.ts';
import { reviewOf, type Review } from '../../../src/domain/review.ts';
import { rules } from '../../../src/domain/rules/index.ts';
import { nothingKnown, type KnownWorld } from '../../../src/domain/rules/judge.ts';
import type { Rule } from '../../../src/domain/rules/rule.ts';
import {
  day,
  evaluationFrom,
  evaluationText,
  policyFrom,
  workspaceFrom,
  type EvaluationWish,
} from '../../helpers/evaluations.ts';

/** One evaluation before and after; without `before` it is new. */
export interface Change {
  before?: EvaluationWish;
  after?: EvaluationWish;
  /** The others of the repository. */
  rest?: readonly EvaluationWish[];
  known?: Partial<KnownWorld>;
  today?: string;
}

type Format = 'json' | 'yaml';

/** Reviews a change by one rule alone, which fails it unless told otherwise. */
export function reviewBy(
  rule: Rule,
  { before, after, rest = [], known = {}, today = '2026-03-01' }: Change,
  { format = 'json', policy = policyFrom('') }: { format?: Format; policy?: Policy } = {},
): Review {
  const others = rest.map((wish, index) => evaluationFrom(wish, `data/other-${index}.json`));
  const side = (wish: EvaluationWish | undefined) => ({
    changed: workspaceFrom(wish === undefined ? {} : { [`data/a.${format}`]: textOf(wish, format) }),
    rest: others,
  });
  return reviewOf(side(before), side(after), only(rule, policy), day(today), { ...nothingKnown, ...known });
}

/** The text of an evaluation in a format. */
export function textOf(wish: EvaluationWish, format: Format): string {
  const text = evaluationText(wish);
  return format === 'json' ? text : stringify(JSON.parse(text));
}

function only(rule: Rule, policy: Policy, setting: 'fail' | 'off' = 'fail'): Policy {
  const off = Object.fromEntries(rules.map(({ name }) => [name, 'off' as const]));
  return { ...policy, pullRequests: { ...policy.pullRequests, rules: { ...off, [rule.name]: setting } } };
}

/** What every rule proves: that it fires, where, and when it does not. */
export function proveRule(
  rule: Rule,
  fires: Change & {
    /** What stands in the line of the remark, in JSON and in YAML. */
    line: readonly [string, string];
    message: string;
  },
  quiet: Readonly<Record<string, Change>>,
): void {
  describe(`the rule ${rule.name}`, () => {
    it.each(['json', 'yaml'] as const)('fires once, on its line of %s', (format) => {
      const { problems, conclusion } = reviewBy(rule, fires, { format });
      const message = fires.message;
      expect(problems).toMatchObject([{ rule: rule.name, level: 'fail', file: `data/a.${format}`, message }]);
      expect(lineOf(problems[0], textOf(fires.after ?? {}, format))).toContain(
        fires.line[format === 'json' ? 0 : 1],
      );
      expect(conclusion).toBe('failure');
    });

    it.each(Object.entries(quiet))('does not fire: %s', (_what, change) => {
      expect(reviewBy(rule, change).problems).toEqual([]);
    });

    it('does not fire where nothing changes, or fails nothing', () => {
      const { after } = fires;
      const { problems, conclusion } = reviewBy(rule, { ...fires, before: after ?? {} });
      expect(problems.map(({ level }) => level).filter((level) => level !== 'note')).toEqual([]);
      expect(conclusion).toBe('success');
    });

    it('is in the register', () => {
      expect(rules).toContain(rule);
    });
  });
}

function lineOf(problem: Problem | undefined, text: string): string | undefined {
  return text.split('\n')[(problem?.line ?? 0) - 1];
}

/** Says of every evaluation that the same event has happened. */
export function happening(event: ReturnType<KnownWorld['happened']>[number]): Partial<KnownWorld> {
  return { happened: (_evaluation: Evaluation) => [event] };
}
