import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levels, type Problem } from '../../src/domain/problem.ts';
import { rules } from '../../src/domain/rules/index.ts';
import { reviewComment } from '../../src/render/comment.ts';
import { notesSection, problemsSection } from '../../src/render/comment-problems.ts';
import { COMMENT_MARKER } from '../../src/render/marker.ts';
import * as make from './builders.ts';
import { expectHarmless, hostile } from './hostile.ts';

const MUCH = 30_000;

/** So many places of one rule, each in a file of its own, with the same remedy. */
function places(rule: string, size: number, fields: Partial<Problem> = {}): Problem[] {
  return Array.from({ length: size }, (_, index) =>
    make.problem({
      rule,
      level: 'warn',
      file: `data/${index}.json`,
      line: index + 1,
      message: `The score of \`c${index}\` moves.`,
      remedy: 'Cite it.',
      ...fields,
    }),
  );
}

const placesIn = (section: string): string[] => section.match(/^- .*$/gm) ?? [];

describe('what is to be looked at', () => {
  it('is told rule by rule, and what all places share is said once', () => {
    expect(problemsSection(places('score-without-evidence', 2), MUCH)).toMatchInlineSnapshot(`
      "#### To look at

      ⚠️ **\`score-without-evidence\`** in 2 files: The score of a claim moved, and its evidence stays as it was. Cite it.

      - \`data/0.json:1\`: The score of \`c0\` moves.
      - \`data/1.json:2\`: The score of \`c1\` moves."
    `);
  });

  it('is named by its place alone where all places are told of in the same words', () => {
    const same = places('unknown-key', 2, { message: 'Twice.' });
    expect(problemsSection(same, MUCH)).toContain('in 2 files: Twice. Cite it.\n\n- `data/0.json:1`\n- ');
  });

  it('has no sentence of its own where it is no rule’s', () => {
    expect(problemsSection(places('unknown-key', 2, { remedy: '' }), MUCH)).toContain('in 2 files\n\n- ');
  });

  it('is folded after its first places where it has many', () => {
    const few = problemsSection(places('score-drift', 5), MUCH);
    expect(placesIn(few)).toHaveLength(5);
    expect(few).not.toContain('<details>');
    const [seen = '', folded = ''] = problemsSection(places('score-drift', 6), MUCH).split(
      '<details><summary>3 more places</summary>',
    );
    expect([placesIn(seen), placesIn(folded)].map(({ length }) => length)).toEqual([3, 3]);
    expect(folded.endsWith('\n\n</details>')).toBe(true);
  });

  it('counts places and files, but files alone where a place stands for its whole file', () => {
    const inOneFile = { file: 'data/a.json' };
    expect(problemsSection(places('score-drift', 4, inOneFile), MUCH)).toContain('in 4 places of 1 file:');
    expect(problemsSection(places('claim-removed', 4, inOneFile), MUCH)).toContain('in 1 file:');
  });

  it('comes with the worst first, and then as the rules speak', () => {
    const mixed = [
      ...places('non-https', 1),
      ...places('restamp-dead', 1),
      ...places('score-drift', 1, { level: 'fail' }),
      ...places('score-drift', 1),
      ...places('unknown-key', 1, { level: 'fail' }),
    ];
    const heads = problemsSection(mixed, MUCH).match(/^\S+ \*\*`[\w-]+`/gmu);
    expect(heads).toEqual([
      '❌ **`unknown-key`',
      '❌ **`score-drift`',
      '⚠️ **`score-drift`',
      '⚠️ **`restamp-dead`',
      '⚠️ **`non-https`',
    ]);
  });
});

describe('notes', () => {
  const notes = places('restamp', 6, { level: 'note' });

  it('are folded beside something louder, and one alone is a line', () => {
    const aside = places('score-drift', 1, { level: 'note' });
    expect(notesSection([...places('invalid', 1), ...notes, ...aside], MUCH)).toMatchInlineSnapshot(`
      "#### Notes

      ℹ️ **\`score-drift\`** in \`data/0.json:1\`: The score of \`c0\` moves. Cite it.

      <details><summary>ℹ️ restamp in 6 files: Verification dates moved and nothing else did, so nobody can tell what was checked.</summary>

      Cite it.

      - \`data/0.json:1\`: The score of \`c0\` moves.
      - \`data/1.json:2\`: The score of \`c1\` moves.
      - \`data/2.json:3\`: The score of \`c2\` moves.
      - \`data/3.json:4\`: The score of \`c3\` moves.
      - \`data/4.json:5\`: The score of \`c4\` moves.
      - \`data/5.json:6\`: The score of \`c5\` moves.

      </details>"
    `);
  });

  it('are seen where nothing is louder', () => {
    const [seen = ''] = notesSection(notes, MUCH).split('<details>');
    expect(placesIn(seen)).toHaveLength(3);
    expect(problemsSection(notes, MUCH)).toBe('');
  });

  it('come last, for an e-mail shows what is folded', () => {
    const review = make.review([], [make.evaluation([make.claim('security', 'audit')])]);
    const comment = reviewComment({ ...review, problems: [...notes, ...places('invalid', 1)] });
    const order = ['#### To look at', '| evaluation |', '#### Notes', COMMENT_MARKER];
    const at = order.map((part) => comment.indexOf(part));
    expect(at).toEqual(at.toSorted((one, other) => one - other));
    expect(Math.min(...at)).toBeGreaterThan(0);
  });
});

describe('many problems of many rules', () => {
  it.each([1, 20, 2000])('have room, %i of each', (size) => {
    const review = make.review([], []);
    const message = 'x'.repeat(200);
    const problems = rules.flatMap(({ name }) =>
      levels.flatMap((level) => places(name, size, { level, message, remedy: message })),
    );
    const body = reviewComment({ ...review, problems });
    expect(body.length).toBeLessThan(60_000);
    const { html, texts } = expectHarmless(body, COMMENT_MARKER);
    const told = texts.filter((text) => /^ in (?:\d+ files?|$)/.test(text)).length;
    const folded = html.filter((tag) => /<summary>ℹ️/u.test(tag)).length;
    const left = /…and (\d+) more rule/.exec(body)?.[1] ?? 0;
    expect(told + folded + Number(left)).toBe(rules.length * levels.length);
  });

  it('do no harm', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 5, maxLength: 5 }), (texts) => {
        const [rule, file, message, remedy, other = ''] = texts;
        const fields = { rule, file, remedy } as Partial<Problem>;
        const problems = levels.flatMap((level) => [
          ...places('', 3, { ...fields, level, message: message ?? '' }),
          ...places('restamp', 8, { level, message: `\`${message}\` is ${other}` }),
          ...places('score-drift', 8, { ...fields, rule: 'score-drift', level, file: other }),
        ]);
        expectHarmless(reviewComment({ ...make.review([], []), problems }), COMMENT_MARKER);
        const notes = problems.filter(({ level }) => level === 'note');
        expectHarmless(reviewComment({ ...make.review([], []), problems: notes }), COMMENT_MARKER);
      }),
      { numRuns: 100 },
    );
  });
});
