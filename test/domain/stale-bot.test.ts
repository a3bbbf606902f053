import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { maySetUpStaleBot, staleBotsIn } from '../../src/domain/stale-bot.ts';
import { fileOf } from '../helpers/evaluations.ts';

const WORKFLOW = '.github/workflows/stale.yml';

function notesOn(text: string, path = WORKFLOW) {
  return staleBotsIn(fileOf(path, text), ['reverify', 'evidence']);
}

function workflow(inputs = ''): string {
  return `on: { schedule: [{ cron: '0 0 * * *' }] }
jobs:
  stale:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/stale@v10
        with: { ${inputs} }
`;
}

test.each([
  ['.github/stale.yml', true],
  ['.github/workflows/stale.yml', true],
  ['.github/workflows/any.yaml', true],
  ['.github/workflows/deep/any.yaml', false],
  ['docs/.github/stale.yml', false],
  ['stale.yml', false],
])('%s may set up such a bot: %s', (path, may) => {
  expect(maySetUpStaleBot(path)).toBe(may);
});

describe('a workflow with actions/stale', () => {
  it.each([
    ['', 'reverify'],
    ["exempt-issue-labels: 'keep, pinned'", 'keep,pinned,reverify'],
    ['days-before-stale: 30', 'reverify'],
    ['days-before-issue-stale: 30, days-before-stale: -1', 'reverify'],
    ["only-labels: 'evidence'", 'reverify'],
    ["any-of-labels: 'question,evidence'", 'reverify'],
    ["only-labels: 'question', only-issue-labels: evidence", 'reverify'],
  ])('that says { %s } is noted on its line, with what to write', (inputs, labels) => {
    expect(notesOn(workflow(inputs))).toEqual([
      {
        rule: 'stale-bot',
        level: 'note',
        file: WORKFLOW,
        line: 7,
        column: 15,
        field: 'jobs.stale.steps.1.uses',
        message: 'This closes issues for being quiet, those of Reverify, too.',
        remedy: `Set \`exempt-issue-labels: ${labels}\` there.`,
      },
    ]);
  });

  it.each([
    "exempt-issue-labels: 'keep,reverify'",
    'exempt-issue-labels: Evidence',
    'days-before-issue-stale: -1',
    "days-before-stale: '-1'",
    "only-labels: 'evidence,question'",
    'any-of-issue-labels: question',
    "exempt-issue-labels: '${{ vars.EXEMPT }}'",
  ])('that says { %s } is left alone', (inputs) => {
    expect(notesOn(workflow(inputs))).toEqual([]);
  });

  it('is noted once for each step, without inputs, too', () => {
    const text =
      'jobs: { a: { steps: [{ uses: actions/stale@v9 }, { run: x }] }, b: { steps: [{ uses: Actions/Stale@abc }] }, c: { uses: x } }';
    expect(notesOn(text).map(({ field }) => field)).toEqual(['jobs.a.steps.0.uses', 'jobs.b.steps.0.uses']);
  });
});

describe('a configuration of the Stale app', () => {
  const STALE = '.github/stale.yml';

  it.each([
    ['daysUntilStale: 60\n', '[reverify]'],
    ['exemptLabels: [pinned]\n', '[pinned, reverify]'],
    ['exemptLabels: false\nonly: issues\n', '[reverify]'],
    ['exemptLabels: [reverify]\nissues: { exemptLabels: [pinned] }\n', '[pinned, reverify]'],
  ])('that says %j is noted', (text, labels) => {
    expect(notesOn(text, STALE)).toMatchObject([
      { line: 1, remedy: `Set \`exemptLabels: ${labels}\` there.` },
    ]);
  });

  it.each(['exemptLabels: [reverify]', 'only: pulls', 'onlyLabels: [question]', '- a', ''])(
    'that says %j is left alone',
    (text) => expect(notesOn(text, STALE)).toEqual([]),
  );
});

test('no file makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(WORKFLOW, '.github/stale.yml'), (value, path) => {
      const steps = { jobs: { a: { steps: [{ uses: 'actions/stale@v9', with: value }, value] }, b: value } };
      notesOn(JSON.stringify(path === WORKFLOW ? steps : value), path);
    }),
    { numRuns: 200 },
  );
});
