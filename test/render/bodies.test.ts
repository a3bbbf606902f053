import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxes } from '../../src/domain/box.ts';
import type { Claim } from '../../src/domain/evaluation.ts';
import { findingKinds, type FindingKind } from '../../src/domain/finding-kind.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Memo } from '../../src/domain/plan.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { withoutSnooze } from '../../src/domain/snooze.ts';
import { tiers, type Verdict } from '../../src/domain/verdict.ts';
import { checkJson, checkText } from '../../src/render/check-report.ts';
import { problemsCheck, reviewCheck } from '../../src/render/check.ts';
import { reviewComment, reviewSummary, settledComment } from '../../src/render/comment.ts';
import { diffText } from '../../src/render/diff-report.ts';
import {
  awakeBody,
  closedBody,
  issueBody,
  issueTitle,
  snoozedBody,
  tickedBody,
} from '../../src/render/issue.ts';
import { COMMENT_MARKER, issueMarker, readIssueMarker } from '../../src/render/marker.ts';
import { createPaint } from '../../src/render/paint.ts';
import * as make from './builders.ts';
import { address, expectHarmless, expectPlain, hostile } from './hostile.ts';

const today = make.day('2026-12-10');
const RUNS = { numRuns: 25 };

/** Hostile texts and addresses, as many as are asked for. */
interface Pen {
  text(): string;
  url(): string;
}

interface Ink {
  texts: string[];
  urls: string[];
}

const ink: fc.Arbitrary<Ink> = fc.record({
  texts: fc.array(hostile, { minLength: 5, maxLength: 9 }),
  urls: fc.array(address, { minLength: 3, maxLength: 5 }),
});

function penWith({ texts, urls }: Ink): Pen {
  let at = 0;
  const next = (list: string[]): string => list[at++ % list.length] ?? '';
  return { text: () => next(texts), url: () => next(urls) };
}

const memo: fc.Arbitrary<Memo> = fc.record(
  {
    kind: fc.constantFrom(...findingKinds),
    key: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 }),
    facts: fc.array(fc.constantFrom('2026-01-10', 'undated', '0123456789', 'fedcba9876'), { maxLength: 500 }),
    closedByBot: fc.boolean(),
    answered: fc.constantFrom(undefined, make.day('2026-01-10')),
    snoozed: fc.constant(make.day('2026-09-09')),
  },
  { requiredKeys: ['kind', 'key', 'facts', 'closedByBot', 'answered'] },
);

function hostileClaim({ text, url }: Pen, dimension: string, lastVerified = make.day('2026-01-10')): Claim {
  const evidence = Array.from({ length: 7 }, () =>
    make.evidence({ source: text(), url: url(), value: text() }),
  );
  const raw = { [text()]: text(), [text()]: 1 };
  return make.claim(dimension, text(), { confidence: text(), evidence, lastVerified, raw });
}

function hostileEvaluation(pen: Pen, claims?: readonly Claim[]) {
  const own = claims ?? [
    hostileClaim(pen, pen.text()),
    hostileClaim(pen, pen.text()),
    hostileClaim(pen, 'dated'),
  ];
  return make.evaluation(own, { file: pen.text(), id: pen.text(), name: pen.text() });
}

/** The boxes that an issue of a kind may have. */
function boxesIn(kind: FindingKind): readonly string[] | RegExp {
  if (kind === 'dashboard')
    return /^<!-- reverify:box (?:rescan|recheck|(?:open|sleep|wake) (?:[0-9a-f]{10}|[0-9a-f]{16})) -->$/;
  if (kind === 'stale') return /^<!-- reverify:box (?:verified [0-9a-f]{10}|despite|snooze) -->$/;
  return kind === 'event' ? boxes : [];
}

function hostileProblems({ text }: Pen) {
  return [0, 1, 2].map((line) =>
    make.problem({
      file: text(),
      line,
      rule: 'invalid',
      field: text(),
      message: `\`${text()}\` is ${text()}.`,
      remedy: text(),
    }),
  );
}

function hostileFinding(kind: FindingKind, pen: Pen): Finding {
  const { text, url } = pen;
  switch (kind) {
    case 'onboarding': {
      const evaluations = Array.from({ length: 5 }, text);
      return make.onboarding({
        policy: { ...defaultPolicy(), evaluations },
        opens: Array.from({ length: 5 }, text),
        advice: Array.from({ length: 5 }, text),
      });
    }
    case 'configuration':
    case 'problems':
      return make.problemsFinding(kind, hostileProblems(pen));
    case 'event': {
      const evidence = [
        { label: text(), text: text(), url: url() },
        { label: text(), url: url() },
        { label: text(), text: text() },
      ];
      const about = hostileEvaluation(pen);
      return make.eventFinding({
        watch: make.watch({ id: text(), reason: text() }),
        events: [make.told({ summary: text(), before: text(), now: text(), evidence })],
        impact: [{ evaluation: about, claims: about.claims, fields: [text()] }],
      });
    }
    case 'stale': {
      const about = hostileEvaluation(pen);
      const [first, ...others] = about.claims.map((claim) => make.stale(claim));
      const notices = [
        { kind: 'fragment-missing', fragment: text() },
        { kind: 'renamed', to: text() },
        { kind: 'archived' },
      ] as const;
      const cited = about.claims.flatMap((one) => one.evidence.flatMap((entry) => entry.url ?? []));
      const known = new Map(
        cited.map((address) => [address, { since: make.day('2025-01-01'), notices, changedOn: today }]),
      );
      const stale = [...others, ...(first ? [make.undated(first.claim)] : [])];
      const pending = new Map([
        [others[0]?.claim ?? make.claim('a', 'b'), { number: 7, by: text(), on: today }],
      ]);
      return { ...make.staleFinding(about, stale, known), pending };
    }
    case 'dead-sources': {
      const citations = Array.from({ length: 10 }, () => ({
        evaluation: text(),
        claim: text(),
        file: text(),
      }));
      return make.deadFinding(
        (Object.keys(tiers) as Verdict[]).map((verdict) =>
          make.deadSource({ page: url(), verdict, reason: text(), citations }),
        ),
      );
    }
    case 'changed-sources': {
      const citations = Array.from({ length: 10 }, () => ({
        evaluation: text(),
        claim: text(),
        file: text(),
      }));
      const sentences = (): string[] => Array.from({ length: 5 }, text);
      return make.changedFinding([
        make.changedSource({
          page: url(),
          change: { added: sentences(), removed: sentences() },
          citations,
        }),
        make.changedSource({ page: url(), since: undefined, change: undefined, citations }),
      ]);
    }
    case 'dashboard': {
      const troubles = Array.from({ length: 5 }, () => ({
        where: text(),
        why: text(),
        since: make.day('2026-06-01'),
        watches: Array.from({ length: 12 }, text),
      }));
      const ended = [
        { id: text(), why: 'done' as const },
        { id: text(), why: 'expired' as const },
      ];
      const states = [
        { state: 'open', number: 7 },
        { state: 'waiting' },
        { state: 'asleep', number: 8, until: today },
        { state: 'dismissed', number: 9 },
      ] as const;
      const listed = states.flatMap((is, at) => [
        make.listed(`${at}`.repeat(16), text(), is),
        ...Array.from({ length: 11 }, () => make.listed(`${at}`.repeat(16), text(), is, { maker: text() })),
      ]);
      return make.dashboard({ troubles, ended, listed, advice: [text()] });
    }
    default:
      return kind satisfies never;
  }
}

function hostileReview(pen: Pen) {
  const dimension = pen.text();
  const claim = hostileClaim(pen, dimension);
  const moved = { ...claim, score: 20, raw: { ...claim.raw, score: 20, [pen.text()]: pen.text() } };
  const before = hostileEvaluation(pen, [claim, hostileClaim(pen, dimension)]);
  const after = { ...before, ...hostileEvaluation(pen, [moved]), id: before.id };
  return make.review([before], [after], hostileProblems(pen));
}

/** The memo that a body holds: a dashboard adds the day on which it looked. */
function keptBy(kind: FindingKind, memo: Memo): Memo {
  return kind === 'dashboard' ? { ...memo, scanned: make.dashboard().view.scanned } : memo;
}

describe.each(findingKinds)('an issue about %s', (kind) => {
  const boxesOf = boxesIn(kind);

  test('does no harm with hostile text', () => {
    fc.assert(
      fc.property(ink, memo, (ink, memo) => {
        const finding = hostileFinding(kind, penWith(ink));
        expectPlain(issueTitle(finding), 256);
        expect(issueTitle(finding)).not.toMatch(/@[a-z0-9]/i);
        const marker = issueMarker(keptBy(kind, memo));
        expectHarmless(issueBody(finding, memo, make.origin), marker, boxesOf);
      }),
      RUNS,
    );
  });

  test('gives back what it was to remember, after GitHub’s editor too', () => {
    fc.assert(
      fc.property(ink, memo, (ink, memo) => {
        const body = issueBody(hostileFinding(kind, penWith(ink)), memo, make.origin);
        const kept = keptBy(kind, memo);
        expect(readIssueMarker(body)).toEqual(kept);
        expect(readIssueMarker(body.replaceAll('\n', '\r\n').trimEnd())).toEqual(kept);
      }),
      RUNS,
    );
  });

  test('does no harm once it is closed, once or twice', () => {
    fc.assert(
      fc.property(ink, memo, (ink, memo) => {
        const body = issueBody(hostileFinding(kind, penWith(ink)), memo, make.origin);
        const present = make.present(body, memo);
        const closed = closedBody(present, 'settled', 'main');
        const remembered = { ...withoutSnooze(memo), closedByBot: true };
        expectHarmless(closed, issueMarker(remembered), boxesOf);
        expect(readIssueMarker(closed)).toEqual(remembered);
        const edited = closed.replaceAll('\n', '\r\n');
        expect(closedBody({ ...present, body: edited, memo: remembered }, 'settled', 'main')).toBe(closed);
      }),
      RUNS,
    );
  });

  test('does no harm once a person’s box has closed it, and stands again as it stood', () => {
    fc.assert(
      fc.property(ink, memo, fc.constantFrom(...boxes), hostile, (ink, memo, box, login) => {
        const body = issueBody(hostileFinding(kind, penWith(ink)), memo, make.origin);
        const closed = tickedBody(body, box, login, memo);
        expectHarmless(closed, issueMarker(memo), boxesOf);
        expect(awakeBody(closed, keptBy(kind, memo))).toBe(body);
      }),
      RUNS,
    );
  });

  test('does no harm once a person has put it off for any reason, and stands again as it stood', () => {
    fc.assert(
      fc.property(ink, memo, hostile, hostile, (ink, memo, login, reason) => {
        const body = issueBody(hostileFinding(kind, penWith(ink)), memo, make.origin);
        const asleep = snoozedBody(body, login, reason, memo);
        expectHarmless(asleep, issueMarker(memo), boxesOf);
        expect(snoozedBody(asleep, login, reason, memo)).toBe(asleep);
        expect(awakeBody(asleep, keptBy(kind, memo))).toBe(body);
      }),
      { numRuns: 10 },
    );
  });

  test('says the same of the same', () => {
    fc.assert(
      fc.property(hostile, memo, (text, memo) => {
        const finding = hostileFinding(kind, { text: () => text, url: () => 'https://example.com/' });
        expect(issueBody(finding, memo, make.origin)).toBe(issueBody(finding, memo, make.origin));
      }),
      { numRuns: 5 },
    );
  });
});

describe('a review', () => {
  test('does no harm with hostile text', () => {
    fc.assert(
      fc.property(ink, (ink) => {
        const review = hostileReview(penWith(ink));
        const { types } = expectHarmless(reviewComment(review), COMMENT_MARKER);
        expect(types).toContain('table');
        expectHarmless(reviewSummary(review));
        expectHarmless(settledComment(review), COMMENT_MARKER);
      }),
      RUNS,
    );
  });

  test('annotates in plain lines', () => {
    fc.assert(
      fc.property(ink, (ink) => {
        const pen = penWith(ink);
        for (const output of [
          reviewCheck(hostileReview(pen)),
          problemsCheck(pen.text(), hostileProblems(pen)),
        ]) {
          expectPlain(output.title, 255);
          expectHarmless(output.summary);
          expect(output.annotations.length).toBeGreaterThan(0);
          for (const { title, message } of output.annotations) {
            expectPlain(title, 255);
            expectPlain(message, 1000);
          }
        }
      }),
      RUNS,
    );
  });
});

test('what is printed on a terminal has no controls but line ends', () => {
  fc.assert(
    fc.property(ink, (ink) => {
      const pen = penWith(ink);
      const workspace = {
        files: 1,
        evaluations: [hostileEvaluation(pen)],
        problems: hostileProblems(pen),
        unreadable: [],
      };
      const judged = workspace.evaluations.map((evaluation) => ({
        evaluation,
        freshness: evaluation.claims.map((claim) => make.stale(claim)),
        scores: { dimensions: [], declared: 80, recomputed: 80, band: undefined },
        support: 10,
      }));
      const report = { today: make.day('2026-08-01'), workspace, judged, problems: workspace.problems };
      const paint = createPaint(false);
      for (const text of [checkText(report, paint), diffText(hostileReview(pen), paint)]) {
        for (const line of text.split('\n')) expectPlain(line, 1200);
      }
      expect(JSON.parse(JSON.stringify(checkJson(report)))).toBeTruthy();
    }),
    RUNS,
  );
});
