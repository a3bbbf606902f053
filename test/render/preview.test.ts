import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fates, type PreviewedIssue } from '../../src/domain/policy-preview.ts';
import { reviewComment } from '../../src/render/comment.ts';
import { reviewCheck } from '../../src/render/check.ts';
import { COMMENT_MARKER } from '../../src/render/marker.ts';
import { previewWords as wordsOf } from '../../src/render/preview.ts';
import * as make from './builders.ts';
import { expectHarmless, hostile } from './hostile.ts';

function previewWords(issues: readonly PreviewedIssue[]): string {
  return wordsOf({ kind: 'issues', issues });
}

test('a preview says what opens, closes and waits, beside what would anyway', () => {
  const words = previewWords([
    { title: 'Re-verify MiniMax_M3: 2 of 34 claims', number: undefined, before: 'waits', after: 'opens' },
    { title: 'Re-verify GLM-5', number: 7, before: 'nothing', after: 'reopens' },
    { title: 'Re-verify Files', number: 12, before: 'stays', after: 'closes' },
    { title: 'Re-verify Git', number: undefined, before: 'waits', after: 'waits' },
  ]);
  expect(words).toMatchInlineSnapshot(`
    "#### What this configuration would do

    The next run would open 2 issues, close 1 and keep 1 waiting. With the configuration as it is, it would open no issue, close none and keep 2 waiting.

    | issue | as it is | with this change |
    | --- | --- | --- |
    | Re-verify MiniMax_M3: 2 of 34 claims | waits for a later run | opens |
    | \`#7\` Re-verify GLM-5 | — | opens again |
    | \`#12\` Re-verify Files | stays open | closes |
    | Re-verify Git | waits for a later run | waits for a later run |

    This looks at the evaluation files of today alone. Issues about links and upstream events are not previewed."
  `);
});

test('a preview without any issue is two sentences', () => {
  expect(previewWords([])).toMatchInlineSnapshot(`
    "#### What this configuration would do

    The next run would open no issue and close none, as with the configuration as it is.

    This looks at the evaluation files of today alone. Issues about links and upstream events are not previewed."
  `);
});

test('a preview that differs from today in nothing says so', () => {
  const issue = { title: 'Re-verify Git', number: undefined, before: 'opens', after: 'opens' } as const;
  expect(previewWords([issue])).toContain(
    'The next run would open 1 issue and close none, as with the configuration as it is.',
  );
});

test('a configuration that changes nothing is passed over, one that takes too much is told what to do', () => {
  expect(wordsOf({ kind: 'unchanged' })).toBe('');
  expect(wordsOf({ kind: 'too-many-files', files: 4000 })).toContain(
    'It takes 4000 more files for evaluations, too many to read for a preview. Narrow `evaluations`',
  );
});

const issue: fc.Arbitrary<PreviewedIssue> = fc.record({
  title: hostile,
  number: fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: undefined }),
  before: fc.constantFrom(...fates),
  after: fc.constantFrom(...fates),
});

const empty = make.review([], []);

test('no title does harm, in the comment or in the check run', () => {
  fc.assert(
    fc.property(fc.array(issue, { maxLength: 8 }), (issues) => {
      const preview = previewWords(issues);
      expectHarmless(reviewComment(empty, preview), COMMENT_MARKER);
      expectHarmless(reviewCheck(empty, preview).summary);
    }),
    { numRuns: 60 },
  );
});

test('a thousand issues fit beside a review that is too long by itself', () => {
  const issues = Array.from({ length: 1000 }, (_, number) => ({
    title: 'Re-verify & more '.repeat(12),
    number,
    before: 'nothing' as const,
    after: 'opens' as const,
  }));
  const preview = previewWords(issues);
  expect(preview.length).toBeLessThan(15_000);
  expect(preview).toContain('would open 1000 issues');
  expect(preview).toMatch(/…and \d+ more issues\./);
  const problems = Array.from({ length: 2000 }, (_, line) => make.problem({ line }));
  expect(reviewComment(make.review([], [], problems), preview).length).toBeLessThan(60_000);
});
