import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandWords, readCommands } from '../../src/domain/command.ts';
import { tiers, type Verdict } from '../../src/domain/verdict.ts';
import { readReplyMarker, replyMarker } from '../../src/render/marker.ts';
import {
  explanation,
  helpReply,
  noSuchClaim,
  replyBody,
  sentenceReply,
  type Explained,
} from '../../src/render/reply.ts';
import * as make from './builders.ts';
import { address, expectHarmless, hostile } from './hostile.ts';

const claim = make.claim('security', 'audit');
const evaluation = make.evaluation([claim]);

function explained(over: Partial<Explained> = {}): Explained {
  return {
    evaluation,
    claim,
    freshness: make.stale(claim),
    rule: undefined,
    doubts: [],
    sources: [],
    ...over,
  };
}

/** What is said of a claim, without its name. */
function facts(over: Partial<Explained>): string[] {
  return explanation(explained(over), make.origin).split('\n').slice(2);
}

describe('an explanation', () => {
  test('says age, limit and standing', () => {
    const fresh = { ...make.stale(claim), state: 'fresh', age: 1, inDoubt: true } as const;
    const today = { ...make.stale(claim), state: 'due', age: 0 } as const;
    const future = make.undated({ ...claim, lastVerified: make.day('2027-01-01') });
    const undated = make.undated({ ...claim, lastVerified: undefined });
    const said = [make.stale(claim), fresh, today, future, undated].map((freshness) =>
      facts({ freshness }).slice(0, 3),
    );
    expect(said).toMatchInlineSnapshot(`
      [
        [
          "- It was last verified on 2026-01-10, 200 days ago.",
          "- It may be 180 days old: \`freshness.maxAge\` says so, and no rule matches.",
          "- It has been stale since 2026-07-10.",
        ],
        [
          "- It was last verified on 2026-01-10, 1 day ago.",
          "- It may be 180 days old: \`freshness.maxAge\` says so, and no rule matches.",
          "- It counts as stale because of an event; by its age alone it becomes stale on 2026-07-10.",
        ],
        [
          "- It was last verified on 2026-01-10, today.",
          "- It may be 180 days old: \`freshness.maxAge\` says so, and no rule matches.",
          "- It becomes stale on 2026-07-10.",
        ],
        [
          "- It was last verified on 2027-01-01, which is still to come.",
          "- It may be 180 days old: \`freshness.maxAge\` says so, and no rule matches.",
          "- Without a usable date it counts as stale.",
        ],
        [
          "- It does not say on which day it was last verified.",
          "- It may be 180 days old: \`freshness.maxAge\` says so, and no rule matches.",
          "- Without a usable date it counts as stale.",
        ],
      ]
    `);
  });

  test('names the conditions of the rule that counts', () => {
    const limits = [
      { maxAge: 30, place: 1 },
      {
        maxAge: 30,
        place: 2,
        claim: 'security.*',
        evaluation: 'm*',
        type: 'mcp',
        confidence: 'low' as const,
      },
    ].map((rule) => facts({ rule })[1]);
    expect(limits).toMatchInlineSnapshot(`
      [
        "- It may be 180 days old: rule 1 of \`.github/reverify.yml\` says so, for all claims. Of the rules that match, the last counts.",
        "- It may be 180 days old: rule 2 of \`.github/reverify.yml\` says so, for claim \`security.*\`, evaluation \`m*\`, type \`mcp\`, confidence \`low\`. Of the rules that match, the last counts.",
      ]
    `);
  });

  test('says what is known of each source, and does not list them without end', () => {
    const evidence = make.evidence();
    const look = { verdict: 'ok', reason: '', on: make.day('2026-07-01') } as const;
    const since = make.day('2026-01-01');
    const sources = [
      {
        evidence: make.evidence({ url: undefined, source: '' }),
        look: undefined,
        since: undefined,
        notices: [],
      },
      { evidence, look: undefined, since: undefined, notices: [] },
      { evidence, look, since, notices: [{ kind: 'fragment-missing', fragment: 'x' }] as const },
    ];
    expect(facts({ sources }).slice(4).join('\n')).toMatchInlineSnapshot(`
      "- 3 sources:
        - source (2025-11-15): it has no address.
        - [Model card](https://hub.example/card) (2025-11-15): nobody has looked at it yet.
        - [Model card](https://hub.example/card) (2025-11-15): The page answers. Looked at on 2026-07-01. Unchanged since 2026-01-01. The page has no section #&#8203;x any more."
    `);
    const many = Array.from({ length: 30 }, () => ({ evidence, look, since, notices: [] }));
    expect(facts({ sources: many }).at(-1)).toBe('  - and 10 more');
  });
});

test('an answer carries what it answers, and whether the help was given', () => {
  const body = replyBody(['One.', 'Two.'], 17, true);
  expect(body).toBe(`One.\n\nTwo.\n\n${replyMarker(17, true)}\n`);
  expect(readReplyMarker(body.replaceAll('\n', '\r\n'))).toEqual({ to: 17, hasHelp: true });
  expect(readReplyMarker(replyBody([], 18, false))).toEqual({ to: 18, hasHelp: false });
  expect(readReplyMarker(`${body}\nMore words.`)).toBeUndefined();
});

test('very long answers are cut where one ends', () => {
  const body = replyBody(['x'.repeat(40_000), 'y'.repeat(40_000)], 17, false);
  expect(body.length).toBeLessThan(65_000);
  expect(body).toContain('…and 1 more answer that did not fit here.');
});

test('a claim that is not there is told with the way to name it', () => {
  expect(noSuchClaim('a', undefined, false)).toBe(
    'There is no claim `a`. Write the evaluation, too: `/reverify explain evaluation: claim`.',
  );
  expect(noSuchClaim('a', undefined, true)).toBe(
    'There is no claim `a`. Name it as the file does, with its dimension: `/reverify explain dimension.claim`.',
  );
});

describe('hostile text', () => {
  test('does no harm in an explanation', () => {
    const texts = fc.array(hostile, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(
        texts,
        address,
        fc.constantFrom(...(Object.keys(tiers) as Verdict[])),
        (texts, url, verdict) => {
          const [
            id = '',
            name = '',
            file = '',
            source = '',
            reason = '',
            pattern = '',
            type = '',
            other = '',
          ] = texts;
          const odd = make.claim(name, other);
          const about = make.evaluation([odd], { id, file });
          const evidence = make.evidence({ source, url });
          const look = { verdict, reason, on: make.day('2026-07-01') };
          const notices = [
            { kind: 'fragment-missing', fragment: reason },
            { kind: 'renamed', to: source },
          ] as const;
          const said = explanation(
            {
              evaluation: about,
              claim: odd,
              freshness: make.stale(odd),
              rule: { place: 1, maxAge: 1, claim: pattern, evaluation: pattern, type },
              doubts: [1, 2],
              sources: [{ evidence, look, since: undefined, notices }],
            },
            make.origin,
          );
          expectHarmless(replyBody([said], 17, false), replyMarker(17, false));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('does no harm in what is said of a command', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('', ...commandWords), hostile, (text, word, nearest) => {
        const why = readCommands(`/reverify ${word}${text}`).flatMap((one) =>
          one.kind === 'command' ? [] : sentenceReply(one.why),
        );
        const answers = [...why, noSuchClaim(text, nearest, true), noSuchClaim(text, undefined, false)];
        expectHarmless(replyBody([...answers, helpReply(commandWords)], 17, true), replyMarker(17, true));
      }),
      { numRuns: 60 },
    );
  });
});
