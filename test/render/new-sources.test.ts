import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LookedAt } from '../../src/domain/new-sources.ts';
import { reviewCheck } from '../../src/render/check.ts';
import { reviewComment } from '../../src/render/comment.ts';
import { COMMENT_MARKER } from '../../src/render/marker.ts';
import { askingNewSources, foundNewSources } from '../../src/render/new-sources.ts';
import * as make from './builders.ts';
import { address, expectHarmless, hostile } from './hostile.ts';

function look(page: string, fields: Partial<LookedAt> = {}, text = 'security.audit'): LookedAt {
  const place = { file: 'data/a.json', line: 12, column: 3, path: ['evidence', 0, 'url'] };
  const citation = { evaluation: 'a', claim: text, url: page, ...place };
  const source = { page, citations: [citation, citation] };
  return { source, verdict: 'ok', reason: 'status 200', isGone: false, better: undefined, ...fields };
}

const looks = [
  look('https://a.example/there'),
  look('https://a.example/walled', { verdict: 'blocked', reason: 'status 403' }),
  look('https://a.example/gone', { verdict: 'not-found', reason: 'status 404', isGone: true }),
];

test('new sources that are being asked are counted', () => {
  expect(askingNewSources(1).section).toBe('#### New sources\n\n1 new source is being asked.');
  expect(askingNewSources(3).section).toContain('3 new sources are being asked.');
});

test('what was found of new sources, those that are gone first', () => {
  const { section, problems } = foundNewSources(looks, 2);
  expect(section).toMatchInlineSnapshot(`
    "#### New sources

    - ⚠️ [https:&#8203;//a.example/gone](https://a.example/gone): The site has no such page. Cited by \`security.audit\` (\`data/a.json:12\`) and 1 more place.
    - ℹ️ [https:&#8203;//a.example/walled](https://a.example/walled): Could not tell: the site does not let programs in (status 403). Look by hand. Cited by \`security.audit\` (\`data/a.json:12\`) and 1 more place.
    - [https:&#8203;//a.example/there](https://a.example/there): The page answers. Cited by \`security.audit\` (\`data/a.json:12\`) and 1 more place.

    2 more new sources are not asked here: a pull request has a limit. After the merge they are."
  `);
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "column": 3,
        "field": "evidence.0.url",
        "file": "data/a.json",
        "level": "warn",
        "line": 12,
        "message": "\`security.audit\` cites a new source, \`https://a.example/gone\`. The site has no such page.",
        "remedy": "Cite a source that answers.",
        "rule": "new-source",
      },
    ]
  `);
});

test('no new sources, nothing to say', () => {
  expect(foundNewSources([], 0)).toEqual({ section: '', problems: [], mends: 0 });
});

test('those that are gone warn on their line, behind all that was said before, and fail nothing', () => {
  const review = make.review([], [], [make.problem({ level: 'note' })]);
  const said = foundNewSources(looks, 0);
  const [before, after] = [reviewCheck(review), reviewCheck(review, '', said)];
  expect(after.conclusion).toBe(before.conclusion);
  expect(after.annotations.slice(0, -1)).toEqual(before.annotations);
  expect(after.annotations.at(-1)).toMatchObject({
    title: 'new-source',
    annotation_level: 'warning',
    start_line: 12,
  });
  expect(after.summary).toContain(said.section);
});

test('hostile names do no harm', () => {
  fc.assert(
    fc.property(address, hostile, hostile, (page, text, reason) => {
      const one = look(page, { reason }, text);
      const looks = [one, { ...one, verdict: 'blocked', isGone: true } as const];
      const { section } = foundNewSources(looks, 1);
      expectHarmless(reviewComment(make.review([], []), '', section), COMMENT_MARKER);
    }),
    { numRuns: 100 },
  );
});

test('many long ones leave the body within its limit', () => {
  const many = Array.from({ length: 50 }, (_, index) => look(`https://a.example/${'x'.repeat(900)}${index}`));
  const { section } = foundNewSources(many, 1000);
  expect(section.length).toBeLessThan(13_000);
  expect(section).toContain('more new sources.');
  const problems = Array.from({ length: 5000 }, () => make.problem());
  expect(reviewComment(make.review([], [], problems), '', section).length).toBeLessThan(60_000);
});
