import { describe, expect, test } from 'vitest';
import { boxes } from '../../src/domain/box.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Memo } from '../../src/domain/plan.ts';
import { rowsWithin } from '../../src/render/budget.ts';
import { reviewCheck } from '../../src/render/check.ts';
import { reviewComment, settledComment } from '../../src/render/comment.ts';
import { awakeBody, closedBody, issueBody, issueTitle, tickedBody } from '../../src/render/issue.ts';
import { COMMENT_MARKER, issueMarker, readIssueMarker } from '../../src/render/marker.ts';
import * as make from './builders.ts';
import { expectHarmless } from './hostile.ts';

const SIZES = [0, 1, 500, 20_000];
const LIMIT = 65_536;

/** One thing to list; its name is found nowhere else, and sorts as its number. */
function nameOf(index: number): string {
  return `item-${String(index).padStart(5, '0')}-`;
}

function times<T>(size: number, one: (index: number) => T): T[] {
  return Array.from({ length: size }, (_, index) => one(index));
}

function claims(size: number) {
  return times(size, (index) => make.claim(index % 2 ? 'dated' : 'security', nameOf(index)));
}

const findings: Record<string, (size: number) => Finding> = {
  stale: (size) => {
    const about = make.evaluation(claims(size));
    return make.staleFinding(
      about,
      about.claims.map((claim) => make.stale(claim)),
    );
  },
  'event, by claims': (size) =>
    make.eventFinding({
      impact: [{ evaluation: make.evaluation(claims(size)), claims: claims(size), fields: [] }],
    }),
  'event, by fields': (size) =>
    make.eventFinding({
      impact: [{ evaluation: make.evaluation([]), claims: [], fields: times(size, nameOf) }],
    }),
  'event, by evidence': (size) => {
    const evidence = times(size, (index) => ({ label: 'File', text: nameOf(index) }));
    return make.eventFinding({ events: [make.told({ evidence })] });
  },
  'event, by events': (size) =>
    make.eventFinding({ events: times(size, (index) => make.told({ summary: nameOf(index) })) }),
  'dashboard, by upstreams': (size) =>
    make.dashboard({
      troubles: times(size, (index) => ({
        where: nameOf(index),
        why: nameOf(index),
        since: make.day('2026-06-01'),
        watches: ['a-watch'],
      })),
    }),
  'dashboard, by open issues': (size) =>
    make.dashboard({
      listed: times(size, (index) =>
        make.listed('0'.repeat(16), nameOf(index), { state: 'open', number: 1 }),
      ),
    }),
  'dashboard, by what waits': (size) =>
    make.dashboard({
      listed: times(size, (index) => make.listed('0'.repeat(16), nameOf(index), { state: 'waiting' })),
    }),
  'dashboard, by what sleeps': (size) =>
    make.dashboard({
      listed: times(size, (index) =>
        make.listed('0'.repeat(16), nameOf(index), {
          state: 'asleep',
          number: 1,
          until: make.day('2026-08-01'),
        }),
      ),
    }),
  'dashboard, by what was dismissed': (size) =>
    make.dashboard({
      listed: times(size, (index) =>
        make.listed('0'.repeat(16), nameOf(index), { state: 'dismissed', number: 1 }),
      ),
    }),
  'dashboard, by watches': (size) =>
    make.dashboard({ ended: times(size, (index) => ({ id: nameOf(index), why: 'done' })) }),
  'dashboard, by what stands in the way': (size) => make.dashboard({ advice: times(size, nameOf) }),
  'onboarding, by issues': (size) => make.onboarding({ opens: times(size, nameOf) }),
  'onboarding, by what stands in the way': (size) => make.onboarding({ advice: times(size, nameOf) }),
  'dead sources': (size) =>
    make.deadFinding(
      times(size, (index) => make.deadSource({ page: `https://h${index}.gone.example/${nameOf(index)}` })),
    ),
  problems: (size) =>
    make.problemsFinding(
      'problems',
      times(size, (index) => make.problem({ message: nameOf(index) })),
    ),
  configuration: (size) =>
    make.problemsFinding(
      'configuration',
      times(size, (index) => make.problem({ message: nameOf(index) })),
    ),
};

const memo: Memo = {
  kind: 'stale',
  key: '0123456789abcdef',
  facts: times(500, (index) => String(index).padStart(10, '0')),
  answered: make.day('2026-01-10'),
  closedByBot: false,
};

/** Holds a body against its limit, and its last line against what is really missing from it. */
function expectWithin(
  body: string,
  size: number,
  marker: string,
  boxesIn: readonly string[] | RegExp = [],
): void {
  expect(body.length).toBeLessThanOrEqual(LIMIT);
  const reading = expectHarmless(body, marker, boxesIn);
  const everything = [...reading.texts, ...reading.codes, ...reading.links].join('\n');
  const shown = new Set(everything.match(/item-\d+-/g));
  const left = /…and (\d+) more/.exec(reading.texts.join('\n'))?.[1];
  expect(shown.size + Number(left ?? 0)).toBe(size);
  expect([...shown]).toEqual(times(shown.size, nameOf));
  expect(shown.size).toBeGreaterThanOrEqual(Math.min(size, 1));
}

describe.each(Object.entries(findings))('an issue about %s', (_, findingOf) => {
  test.each(SIZES)('holds %i', (size) => {
    const finding = findingOf(size);
    const body = issueBody(finding, memo, make.origin);
    const boxesIn = finding.kind === 'event' ? boxes : /reverify:box/;
    const kept = finding.kind === 'dashboard' ? { ...memo, scanned: finding.view.scanned } : memo;
    expectWithin(body, size, issueMarker(kept), boxesIn);
    expect(readIssueMarker(body)).toEqual(kept);
    for (const control of finding.kind === 'dashboard' ? ['rescan', 'recheck'] : [])
      expect(body).toContain(`reverify:box ${control} -->`);
    expect(issueTitle(finding).length).toBeLessThanOrEqual(256);
    const present = make.present(body, memo);
    const closed = closedBody(present, 'settled', 'main');
    expectWithin(closed, size, issueMarker({ ...memo, closedByBot: true }), boxesIn);
    const slept = tickedBody(body, 'snooze', 'o'.repeat(39), { ...memo, snoozed: make.day('2026-09-09') });
    expectWithin(slept, size, issueMarker({ ...memo, snoozed: make.day('2026-09-09') }), boxesIn);
    expectWithin(awakeBody(slept, memo), size, issueMarker(memo), boxesIn);
  });

  test('is read back with as many facts as have room', () => {
    const many = { ...memo, facts: times(20_000, (index) => String(index).padStart(10, '0')) };
    const finding = findingOf(500);
    const body = issueBody(finding, many, make.origin);
    expect(body.length).toBeLessThanOrEqual(LIMIT);
    const kept = finding.kind === 'dashboard' ? { ...many, scanned: finding.view.scanned } : many;
    expect(readIssueMarker(body)).toEqual({ ...kept, facts: many.facts.slice(0, 500) });
  });
});

describe('a review', () => {
  test.each(SIZES)('holds %i evaluations', (size) => {
    const added = make.evaluation([make.claim('security', 'audit')]);
    const review = make.review([], [added]);
    const diffs = review.diffs.flatMap((diff) =>
      times(size, (index) => ({ ...diff, id: nameOf(index), after: { ...added, name: nameOf(index) } })),
    );
    expectWithin(reviewComment({ ...review, diffs }), size, COMMENT_MARKER);
    expectWithin(settledComment({ ...review, diffs }), size, COMMENT_MARKER);
  });

  test.each(SIZES)('holds %i claims', (size) => {
    const before = claims(size);
    const after = before.map((claim) => ({ ...claim, raw: { ...claim.raw, notes: 'new' } }));
    const review = make.review([make.evaluation(before)], [make.evaluation(after)]);
    expectWithin(reviewComment(review), size, COMMENT_MARKER);
  });

  test.each(SIZES)('holds %i problems', (size) => {
    const problems = times(size, (index) => make.problem({ message: nameOf(index) }));
    const review = make.review([], [], problems);
    expectWithin(reviewComment(review), size, COMMENT_MARKER);
    const { summary, annotations } = reviewCheck(review);
    expect(summary.length).toBeLessThan(LIMIT);
    expect(annotations.length).toBe(Math.min(size, 200));
  });

  test.each([0, 1, 500])('folds and balances its details, %i of them', (size) => {
    const before = times(size, (index) =>
      make.evaluation(claims(40), { id: `model-${index}`, file: `data/${index}.json` }),
    );
    const after = before.map((evaluation) => ({
      ...evaluation,
      claims: evaluation.claims.map((claim) => ({ ...claim, raw: { ...claim.raw, notes: 'new' } })),
    }));
    const body = reviewComment(make.review(before, after));
    expect(body.length).toBeLessThanOrEqual(LIMIT);
    const { html } = expectHarmless(body, COMMENT_MARKER);
    expect(html.filter((tag) => tag.startsWith('<details><summary>')).length).toBe(
      size === 0 ? 0 : html.filter((tag) => tag === '</details>').length,
    );
  });

  test('tells of ten evaluations in full, and of as many as leave room for rows', () => {
    expect(detailsOf(30, 1)).toBe(10);
    expect(detailsOf(5, 2000)).toBe(1);
  });

  test('names eight changed keys of a claim', () => {
    const claim = make.claim('security', 'audit');
    const keys = Object.fromEntries(times(20, (index) => [`key${index}`, 1]));
    const changed = { ...claim, raw: { ...claim.raw, ...keys } };
    const body = reviewComment(make.review([make.evaluation([claim])], [make.evaluation([changed])]));
    expect(body).toContain('key6, key7, and 12 more\n');
  });
});

/** How many evaluations a comment tells of in full, of so many with so many changed claims. */
function detailsOf(evaluations: number, size: number): number {
  const before = times(evaluations, (index) =>
    make.evaluation(claims(size), { id: `model-${index}`, file: `data/${index}.json` }),
  );
  const after = before.map((evaluation) => ({
    ...evaluation,
    claims: evaluation.claims.map((claim) => ({ ...claim, raw: { ...claim.raw, notes: 'new' } })),
  }));
  const { html } = expectHarmless(reviewComment(make.review(before, after)), COMMENT_MARKER);
  // The table of the others is folded, too.
  return html.filter((tag) => tag.startsWith('<details') && !tag.includes('more evaluation')).length;
}

describe('rows within a budget', () => {
  const rowsOf = (size: number, budget: number) =>
    rowsWithin(
      times(size, nameOf),
      (name) => name,
      budget,
      (left) => `${left} more`,
    ).split('\n');

  test('are whole, and counted where they end', () => {
    expect(rowsOf(100, 240)).toEqual([...times(3, nameOf), '97 more']);
  });

  test('are not counted where all fit', () => {
    expect(rowsOf(3, 240)).toEqual(times(3, nameOf));
  });

  test('are all counted where none fits', () => {
    expect(rowsOf(3, 0)).toEqual(['3 more']);
  });

  test('are rendered no further than they are shown', () => {
    const rendered: string[] = [];
    rowsWithin(times(20_000, nameOf), (name) => rendered.push(name).toString().padEnd(50), 1000, String);
    expect(rendered.length).toBeLessThan(30);
  });
});
