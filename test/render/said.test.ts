import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { rules } from '../../src/domain/rules/index.ts';
import { githubCommands } from '../../src/render/github-commands.ts';
import { saidInCheck, saidInReview, type Said } from '../../src/render/said.ts';
import { sarifOf } from '../../src/render/sarif.ts';
import { hostile } from './hostile.ts';
import * as make from './builders.ts';

/** What SARIF 2.1.0 asks of the parts that we write, and no property beyond them. */
const Sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal('Reverify'),
          version: z.string().min(1),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              shortDescription: z.strictObject({ text: z.string().min(1) }).optional(),
            }),
          ),
        }),
      }),
      columnKind: z.literal('utf16CodeUnits'),
      results: z.array(
        z.strictObject({
          ruleId: z.string().min(1),
          ruleIndex: z.int().nonnegative(),
          level: z.enum(['none', 'note', 'warning', 'error']),
          message: z.strictObject({ text: z.string().min(1) }),
          locations: z.tuple([
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({ uri: z.string().regex(/^[\w.!~*'()%/-]+$/) }),
                region: z.strictObject({ startLine: z.int().min(1), startColumn: z.int().min(1) }),
              }),
            }),
          ]),
        }),
      ),
    }),
  ]),
});

const drift = make.problem({ rule: 'score-drift', level: 'warn', message: 'Far.', remedy: 'Mend it.' });
const old = make.problem({ rule: 'bad-date', level: 'fail', file: 'data/ü x,1:2.json', line: 3, column: 7 });
const note = make.problem({ rule: 'restamp', level: 'note' });

describe('SARIF', () => {
  const run = Sarif.parse(sarifOf([drift, old, note].map(saidInReview), '1.0.0')).runs[0];

  it('says each rule once, with what it finds where it is one of a review', () => {
    const about = rules.find(({ name }) => name === 'score-drift')?.about;
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['bad-date', 'restamp', 'score-drift']);
    expect(run.tool.driver.rules[2]?.shortDescription?.text).toBe(about);
  });

  it('says rule, level, words and place of each', () => {
    expect(run.results.map(({ level, ruleId }) => [level, ruleId])).toEqual([
      ['warning', 'score-drift'],
      ['error', 'bad-date'],
      ['note', 'restamp'],
    ]);
    for (const { ruleId, ruleIndex } of run.results)
      expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(run.results[0]?.message.text).toBe('Far. Mend it.');
    expect(run.results[1]?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'data/%C3%BC%20x%2C1%3A2.json' },
      region: { startLine: 3, startColumn: 7 },
    });
  });

  it('makes no link of a text', () => {
    const message = 'See [this](https://evil.example/).';
    const { runs } = Sarif.parse(sarifOf([saidInReview(make.problem({ message }))], '1'));
    expect(runs[0].results[0]?.message.text).not.toContain('](');
  });
});

describe('commands of a GitHub workflow', () => {
  it('stand one a line, the worst first', () => {
    expect(githubCommands([note, drift, old].map(saidInReview))).toMatchInlineSnapshot(`
      "::error file=data/ü x%2C1%3A2.json,line=3,col=7,title=bad-date::\`metadata.last_verified\` is "2026-02-30", which is no day of the calendar. Write it as YYYY-MM-DD.
      ::warning file=data/models/minimax-m2.json,line=12,col=5,title=score-drift::Far. Mend it.
      ::notice file=data/models/minimax-m2.json,line=12,col=5,title=restamp::\`metadata.last_verified\` is "2026-02-30", which is no day of the calendar. Write it as YYYY-MM-DD.
      "
    `);
  });

  it('say whatever text on their own line only', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const problem = make.problem({ message: text, remedy: text, file: `${text}.json`, rule: text });
        const lines = githubCommands([saidInReview(problem)]).split(/\r\n|\r|\n/);
        expect(lines).toHaveLength(2);
        expect(lines[0]).toMatch(/^::error file=[^,:]*,line=\d+,col=\d+,title=[^,:]*::/);
      }),
    );
  });
});

test.each([
  ['error', 'fail'],
  ['stale', 'warn'],
  ['due', 'note'],
  ['note', 'note'],
] as const)('what a check calls %s is said as %s', (level, expected) => {
  const line = {
    level,
    rule: level,
    file: 'a.json',
    line: 1,
    column: 1,
    claim: 'a.b',
    message: 'M.',
    remedy: 'R.',
  };
  const isAge = level === 'stale' || level === 'due';
  expect(saidInCheck(line)).toEqual({
    rule: level,
    level: expected,
    file: 'a.json',
    line: 1,
    column: 1,
    text: isAge ? 'a.b: M. R.' : 'M. R.',
  } satisfies Said);
});
