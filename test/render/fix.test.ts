import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../src/domain/fix-changes.ts';
import { factOfClaim, fixKinds, type FixKind, type FixMemo } from '../../src/domain/fix-pull.ts';
import type { Evaluation } from '../../src/domain/evaluation.ts';
import { commitMessage, fixBody, fixTitle, type FixStory } from '../../src/render/fix.ts';
import { fixMarker, readFixMarker } from '../../src/render/marker.ts';
import { leftNote, withNote } from '../../src/render/note.ts';
import { offeredEdits } from '../../src/render/offer.ts';
import * as make from './builders.ts';
import { address, expectHarmless, expectPlain, hostile } from './hostile.ts';

const today = make.day('2026-12-10');

function evaluationOf(
  texts: readonly string[],
  urls: readonly string[],
  on = make.day('2026-01-10'),
  score = 80,
): Evaluation {
  const [text = '', other = ''] = texts;
  const evidence = urls.map((url) => make.evidence({ source: text, url, value: other }));
  const claims = texts.map((name, at) =>
    make.claim(`d${at}`, `${at}${name}`, { evidence, lastVerified: on }),
  );
  const about = make.evaluation(claims, { id: text, name: other, file: text });
  return { ...about, dimensions: about.dimensions.map((one) => ({ ...one, declared: score })) };
}

function storyOf(kind: FixKind, texts: readonly string[], urls: readonly string[], by: string): FixStory {
  const before = evaluationOf(texts, urls);
  const after = evaluationOf(
    texts,
    urls.map((url) => `${url}x`),
    today,
    81,
  );
  const stamps = before.claims.map((claim) => ({ of: factOfClaim(claim), on: today, by }));
  const memo: FixMemo = { kind, key: '0123456789abcdef', stamps };
  const known = new Map(urls.map((url) => [url, { since: undefined, notices: [], changedOn: today }]));
  return { evaluation: before, changes: changesOf(kind, before, after), memo, known };
}

const texts = fc.array(hostile, { minLength: 2, maxLength: 4 });
const urls = fc.array(address, { minLength: 1, maxLength: 3 });

describe.each(fixKinds)('a pull request of the kind "%s"', (kind) => {
  test('does no harm with hostile text, and gives back what it was to remember', () => {
    fc.assert(
      fc.property(texts, urls, (texts, urls) => {
        const story = storyOf(kind, texts, urls, 'octo-cat');
        const body = fixBody(story, make.origin);
        const reading = expectHarmlessButLinks(body, fixMarker(story.memo));
        expect(reading.tables).toHaveLength(1);
        expect(readFixMarker(body.replaceAll('\n', '\r\n'))).toEqual(story.memo);
        expectPlain(fixTitle(story), 200);
        expect(fixTitle(story)).not.toMatch(/@[a-z0-9]/i);
      }),
      { numRuns: 20 },
    );
  });

  test.each([1, 2_000])('holds %i changes', (size) => {
    const names = Array.from({ length: size }, (_, index) => `claim${index}`);
    const story = storyOf(kind, names, ['https://hub.example/a'], 'octo-cat');
    const kept = { ...story, memo: { ...story.memo, stamps: story.memo.stamps.slice(0, 500) } };
    const body = fixBody(kept, make.origin);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(readFixMarker(body)).toEqual(kept.memo);
  });
});

// The new addresses of the story are none of those that the other tests know.
function expectHarmlessButLinks(body: string, marker: string) {
  return expectHarmless(body.replaceAll(/\(https?:\/\/[^()\s]*x\)/g, '(https://hub.example/x)'), marker);
}

test('a commit credits the person, and no name of an evaluation can add another', () => {
  fc.assert(
    fc.property(texts, urls, (texts, urls) => {
      const title = fixTitle(storyOf('verified', texts, urls, 'octo-cat'));
      const message = commitMessage(title, { login: 'octo-cat', id: 7 }, 'github.com');
      expect(message.match(/^Co-authored-by:.*$/gim)).toEqual([
        'Co-authored-by: octo-cat <7+octo-cat@users.noreply.github.com>',
      ]);
    }),
    { numRuns: 25 },
  );
});

test('what a person has to change is told without harm', () => {
  fc.assert(
    fc.property(texts, urls, hostile, (texts, urls, value) => {
      const evaluation = evaluationOf(texts, urls);
      const edits = evaluation.claims.map(({ path }) => ({ path: [...path, 'last_verified'], value }));
      expectHarmless(
        offeredEdits(
          [
            { evaluation, edits },
            { evaluation, edits },
          ],
          make.origin,
        ),
      );
    }),
    { numRuns: 25 },
  );
});

test('a note of what was left does no harm, and stands once', () => {
  fc.assert(
    fc.property(texts, urls, hostile, (texts, urls, message) => {
      const { claims } = evaluationOf(texts, urls);
      const refused = [{ path: ['a'], value: 'x', line: 1, reason: 'missing' as const, message }];
      const note = leftNote({ pull: 1, claims: [], left: claims, refused, offered: [] });
      const once = withNote('Words.', note);
      expectHarmless(once);
      expect(withNote(once, note)).toBe(once);
      expect(withNote(once, '')).toBe('Words.');
    }),
    { numRuns: 25 },
  );
});
