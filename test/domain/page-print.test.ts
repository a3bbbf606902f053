import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/day.ts';
import { comparePrints } from '../../src/domain/page-change.ts';
import { learnNoise } from '../../src/domain/page-noise.ts';
import { PagePrint, printOf, withoutText } from '../../src/domain/page-print.ts';
import {
  KnownPage,
  mustRead,
  settleChange,
  type PageRead,
  type Settled,
} from '../../src/domain/page-settle.ts';
import { figuresOf, needlesOf } from '../../src/domain/page-values.ts';
import { day } from '../helpers/evaluations.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 5, 15, 12);

/** Words that no rule knows. */
const word = fc.constantFrom(
  ...'model weights context window tokens price input output agent server tool memory latency release license training data policy retention region provider gateway schema prompt cache batch stream limit quota audit report benchmark result method sample baseline vendor customer network storage engine queue worker metric trace signal review change version feature support'.split(
    ' ',
  ),
);
const sentence = fc
  .array(word, { minLength: 8, maxLength: 16 })
  .map((words) => `${words[0]?.replace(/^./, (first) => first.toUpperCase())} ${words.slice(1).join(' ')}.`);
const paragraph = fc.array(sentence, { minLength: 2, maxLength: 4 }).map((sentences) => sentences.join(' '));
/** A page of distinct paragraphs. */
const page = fc.uniqueArray(paragraph, { minLength: 5, maxLength: 12 });

const PRICE = 'Input costs $0.30 per million tokens and output costs $1.20 per million tokens.';
const CITED = ['$0.30 input and $1.20 output, as of June'];

/** Prose with noise in it: each render of the same page shows other noise. */
interface Noise {
  render(at: number, turn: number): string[];
  /** Whether two reads half a minute apart differ in it. */
  quick: boolean;
}

const token = (turn: number, salt: string): string =>
  Array.from(
    { length: 9 },
    (_, at) => ((turn + 3) * (at + 7) * salt.length * 2_654_435_761).toString(36)[at + 2] ?? 'q',
  ).join('');
const pick = <T>(all: readonly T[], turn: number): T => all[turn % all.length] as T;
const QUOTES = [
  'Simplicity is prerequisite for reliability, said the professor to his class.',
  'Make it work, then make it right, then make it fast if you still must.',
  'There are only two hard things, and naming is the harder of them by far.',
  'Premature optimisation is what we were warned of when we were young.',
  'Whoever measures nothing knows nothing, and whoever guesses is mostly wrong.',
];
const RELATED = [
  'How we cache long prompts',
  'What a context window costs',
  'Ten notes on batch inference',
  'A field guide to retries',
];

const NOISES: Record<string, Noise> = {
  clock: {
    quick: true,
    render: (at) => [`Page rendered at ${new Date(at).toISOString().slice(11, 19)} UTC for you`],
  },
  'relative time': {
    quick: true,
    render: (_, turn) => [`Status checked ${(turn % 50) + 2} minutes ago by the monitor`],
  },
  'view counter': {
    quick: false,
    render: (_, turn) => [`${1_200 + turn * 37} views`, `Stars | ${40 + turn}.2k`],
  },
  'custom counter': {
    quick: true,
    render: (_, turn) => [`Calls served so far: ${9_000_000 + turn * 1_313} and counting`],
  },
  'request id': { quick: true, render: (_, turn) => [`Request id ${token(turn, 'abcde')}`] },
  hash: { quick: false, render: (_, turn) => [`Build 3f${(turn * 7_919 + 1_048_576).toString(16)}a0b1c2d3`] },
  captcha: { quick: true, render: (_, turn) => [`Type the letters ${token(turn, 'xyz')} to send a comment`] },
  'quote of the minute': { quick: true, render: (_, turn) => [pick(QUOTES, turn)] },
  'reordered related': {
    quick: true,
    render: (_, turn) => RELATED.map((__, at) => pick(RELATED, at + turn)),
  },
  'date of today': {
    quick: false,
    render: (at) => {
      const date = new Date(at);
      const long = date.toLocaleDateString('en-US', {
        month: 'long',
        day: 'numeric',
        year: 'numeric',
        timeZone: 'UTC',
      });
      return [`Today is ${long}`, `As of ${date.toISOString().slice(0, 10)} these terms hold`];
    },
  },
};

/** A noise, and before which paragraph it stands. */
const noises = fc.array(fc.tuple(fc.constantFrom(...Object.keys(NOISES)), fc.nat(12)), {
  minLength: 1,
  maxLength: 5,
});

function render(
  paragraphs: readonly string[],
  where: readonly [string, number][],
  at: number,
  turn: number,
): string {
  const lines = paragraphs.flatMap((text, index) => [
    ...where
      .filter(([, place]) => place % paragraphs.length === index)
      .flatMap(([name]) => NOISES[name]?.render(at, turn) ?? []),
    text,
  ]);
  return lines.join('\n');
}

/** What an engine does: reads, and reads again where it is told to. */
function look(
  known: KnownPage | undefined,
  cited: readonly string[],
  read: (turn: number) => PageRead,
): Settled {
  const settled = settleChange(known, cited, read(0));
  const end = settled.kind === 'read-again' ? settleChange(known, cited, read(0), read(1)) : settled;
  if (end.kind === 'read-again') return end;
  const stored: unknown = JSON.parse(JSON.stringify(end.known));
  expect(KnownPage.parse(stored)).toEqual(stored);
  return end;
}

function knownOf(settled: Settled): KnownPage {
  if (settled.kind === 'read-again') throw new Error('Not settled');
  return settled.known;
}

describe('a page with noise', () => {
  it('is not imagined to change, week after week', () => {
    fc.assert(
      fc.property(page, noises, fc.nat(1000), (paragraphs, where, seed) => {
        const text = [PRICE, ...paragraphs];
        let known: KnownPage | undefined;
        for (let week = 0; week < 5; week += 1) {
          const settled = look(known, CITED, (turn) => {
            const at = START + week * 7 * DAY + turn * 30_000;
            return { text: render(text, where, at, seed + week * 17 + turn), at };
          });
          expect(settled).toMatchObject({ kind: 'same' });
          known = knownOf(settled);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is found to change where a cited price does, in the midst of the noise', () => {
    fc.assert(
      fc.property(page, noises, fc.nat(1000), (paragraphs, where, seed) => {
        let known: KnownPage | undefined;
        for (let week = 0; week < 3; week += 1) {
          const price = week < 2 ? PRICE : PRICE.replace('$0.30', '$0.35');
          const settled = look(known, CITED, (turn) => {
            const at = START + week * 7 * DAY + turn * 30_000;
            return { text: render([price, ...paragraphs], where, at, seed + week * 17 + turn), at };
          });
          known = knownOf(settled);
          if (week < 2) continue;
          expect(settled.kind).toBe('changed');
          expect(known.change?.removed).toContain(PRICE);
          expect(known.change?.added).toContain(price);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is found to change where it is largely rewritten', () => {
    fc.assert(
      fc.property(page, page, noises, fc.nat(1000), (paragraphs, others, where, seed) => {
        fc.pre(others.every((one) => !paragraphs.includes(one)));
        const half = [
          ...paragraphs.slice(0, paragraphs.length >> 1),
          ...others.slice(0, (paragraphs.length + 1) >> 1),
        ];
        let known: KnownPage | undefined;
        const kinds: string[] = [];
        for (let week = 0; week < 2; week += 1) {
          const settled = look(known, [], (turn) => {
            const at = START + week * 7 * DAY + turn * 30_000;
            return { text: render(week === 0 ? paragraphs : half, where, at, seed + week * 17 + turn), at };
          });
          known = knownOf(settled);
          kinds.push(settled.kind);
        }
        expect(kinds).toEqual(['same', 'changed']);
        expect(known?.change?.added.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

const BASE = Array.from(
  { length: 12 },
  (_, at) =>
    `Paragraph ${'abcdefghijkl'[at]} tells of the ${'abcdefghijkl'[at]}-th thing that this page is about and then ends.`,
);

function prints(before: readonly string[], after: readonly string[], cited: readonly string[] = []) {
  const first = printOf(before.join('\n'), undefined, { cited });
  return comparePrints(withoutText(first), printOf(after.join('\n'), first, { cited }), cited);
}

describe('comparePrints', () => {
  it('finds a cited value that is gone, and shows the sentence as it was and as it is', () => {
    const before = [...BASE.slice(0, 6), 'The window holds 204,800 tokens.', ...BASE.slice(6)];
    const after = [...BASE.slice(0, 6), 'The window holds 131,072 tokens.', ...BASE.slice(6)];
    expect(prints(before, after, ['204,800 tokens'])).toEqual({
      added: ['The window holds 131,072 tokens.'],
      removed: ['The window holds 204,800 tokens.'],
    });
  });

  it('finds a removed sentence that held a cited value', () => {
    const before = [...BASE, 'SOC 2 reports are there for the asking.'];
    expect(prints(before, BASE, ['SOC 2 reports are there for the asking'])).toEqual({
      added: [],
      removed: ['SOC 2 reports are there for the asking.'],
    });
  });

  it('says nothing of a small edit that touches no cited value', () => {
    const after = [...BASE.slice(0, 11), 'Paragraph l tells of another thing, and then ends.'];
    expect(prints(BASE, after, ['Paragraph a tells'])).toBeUndefined();
    expect(prints(BASE, BASE.toReversed())).toBeUndefined();
  });

  it('draws the line at a fifth of the rows of five words', () => {
    const lines = (fresh: number) =>
      Array.from({ length: 10 }, (_, line) =>
        Array.from({ length: 12 }, (_, at) => `${line < fresh ? 'new' : 'word'}-${line}-${at}`).join(' '),
      );
    expect(prints(lines(0), lines(2))).toBeUndefined();
    expect(prints(lines(0), lines(3))?.added).toHaveLength(3);
  });

  it('shows at most ten sentences of 200 characters', () => {
    const other = BASE.map((text) => `${text.toUpperCase().replaceAll('T', 'Z')}${' and more'.repeat(40)}`);
    const change = prints(BASE, other);
    expect([...(change?.added ?? []), ...(change?.removed ?? [])].every((text) => text.length <= 200)).toBe(
      true,
    );
    expect((change?.added.length ?? 0) + (change?.removed.length ?? 0)).toBe(10);
  });

  it('shows the part of a long sentence in which the value stands', () => {
    const long = (price: string) => `It goes ${'on and '.repeat(40)}until it costs ${price} for each call.`;
    const change = prints([...BASE, long('$3.50')], [...BASE, long('$4.50')], ['$3.50 a call']);
    expect(change?.removed[0]).toContain('$3.50');
    expect(change?.added[0]).toContain('$4.50');
  });

  it('takes a text ten times shorter for no change, and a return to an earlier print for none', () => {
    expect(prints(BASE, ['Something went wrong, try again later.'], ['Paragraph a tells'])).toBeUndefined();
    const [a, b] = [BASE.join('\n'), BASE.map((text) => text.replaceAll('e', 'o')).join('\n')];
    const first = printOf(a);
    const second = printOf(b, first);
    expect(comparePrints(first, second, [])?.added.length).toBeGreaterThan(0);
    expect(comparePrints(second, printOf(a, second), [])).toBeUndefined();
  });

  it('does not miss the end of a page that was not read to its end', () => {
    const cited = ['SOC 2 reports are there'];
    const before = printOf([...BASE, 'SOC 2 reports are there.'].join('\n'), undefined, { cited, cut: true });
    const after = printOf(['A new first line.', ...BASE].join('\n'), before, { cited, cut: true });
    expect(comparePrints(before, after, cited)).toBeUndefined();
  });

  it('reads scripts without blanks', () => {
    const before = [
      '模型支持二十万个标记的上下文窗口。价格为每百万标记零点三美元。',
      '许可证为宽松许可，允许商业使用。数据保留三十天。',
    ];
    expect(
      prints(before, ['这个页面现在讲的是完全不同的事情，没有任何相同之处。'.repeat(2)])?.added.length,
    ).toBeGreaterThan(0);
    expect(prints(before, before.toReversed())).toBeUndefined();
  });
});

describe('what is looked for', () => {
  it.each([
    ['Around 4.0s at p95, 204,800 tokens, 1M context', ['4.0s', '204800', '1m']],
    ['$0.30 in, €1,200.50 out, 77.2 % and 99%', ['$0.30', '€1200.50', '77.2%', '99%']],
    ['In 2026, 12 of 34 claims; v2.1, GPT-4.1, 2026-06-01', []],
  ])('%s', (value, figures) => {
    expect([...figuresOf(value)]).toEqual(figures);
  });

  it('leaves out words that stand in any page', () => {
    expect(needlesOf(['high', 'Yes', '5', ''])).toEqual([]);
    expect(needlesOf(['MIT']).map(({ text }) => text)).toEqual(['mit']);
  });
});

describe('the print of a page', () => {
  it('stays below 4 KB and is believed when it is read back', () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 400 }), fc.array(line, { maxLength: 20 }), (lines, cited) => {
        const text = lines.join('\n');
        const noise = learnNoise(
          text,
          lines.map((each, at) => (at % 7 === 0 ? `${each}${at}` : each)).join('\n'),
        );
        const print: unknown = JSON.parse(
          JSON.stringify(withoutText(printOf(text, undefined, { cited, noise }))),
        );
        expect(PagePrint.parse(print)).toEqual(print);
        expect(new TextEncoder().encode(JSON.stringify(print)).byteLength).toBeLessThan(4_096);
      }),
      { numRuns: 40 },
    );
  });

  it('is the largest for a long page with much noise and many cited values', () => {
    const words = (at: number) =>
      Array.from({ length: 30 }, (_, each) => `w${(at * 31 + each) * 7_919}`).join(' ');
    const lines = Array.from({ length: 2_000 }, (_, at) => `${words(at)} ${at}.5%`);
    const noise = learnNoise(
      lines.join('\n'),
      lines.map((each, at) => (at % 9 === 0 ? `x ${each}` : each)).join('\n'),
    );
    expect(noise).toHaveLength(24);
    const cited = lines.slice(0, 100).map((_, at) => `${at * 3}.5%`);
    const print = withoutText(
      printOf(lines.join('\n'), undefined, { cited, noise, today: day('2026-06-15') }),
    );
    const known = {
      print: { ...print, earlier: Array(5).fill('0123456789') },
      since: START,
      changedAt: START,
    };
    expect(KnownPage.safeParse(known).success).toBe(true);
    expect(JSON.stringify(known).length).toBeLessThan(4_096);
    expect(JSON.stringify(known).length).toBeGreaterThan(3_500);
  });

  it('is taken in bounded time of hostile text', () => {
    for (const piece of [
      'a ',
      'a. B ',
      '1,',
      '1.1',
      'x\n',
      '..',
      'a1',
      '12:',
      '-',
      '$',
      'nov ',
      '中',
      'a few ',
      '2026-06-15T',
    ]) {
      // What takes the square of its length would not be done within the time that a test has.
      const text = piece.repeat(Math.ceil(120_000 / piece.length));
      const noise = learnNoise(text, `${text.slice(7)} zz`, day('2026-06-15'));
      const print = printOf(text, undefined, { cited: ['$0.30 of it'], noise, today: day('2026-06-15') });
      expect(JSON.stringify(print).length, piece).toBeLessThan(1_000_000);
    }
  });
});

describe('learnNoise', () => {
  it('learns the places, not the lines, and none of two equal texts', () => {
    const text = (id: string) => `${BASE.join('\n')}\nYour ticket is ${id} and it is valid.`;
    expect(learnNoise(text('aaa'), text('aaa'))).toEqual([]);
    const noise = learnNoise(text('aaa'), text('bbb'));
    expect(noise).toHaveLength(1);
    expect(printOf(text('ccc'), undefined, { noise }).sha256).toBe(
      printOf(text('ddd'), undefined, { noise }).sha256,
    );
    expect(printOf(`${text('ccc')} No more.`, undefined, { noise }).sha256).not.toBe(
      printOf(text('ddd'), undefined, { noise }).sha256,
    );
  });
});

describe('settleChange', () => {
  const at = START;
  const text = [PRICE, ...BASE].join('\n');
  const first = knownOf(settleChange(undefined, CITED, { text, at }));

  it('asks for no second read of what is the same, or nearly', () => {
    expect(settleChange(first, CITED, { text, at: at + 7 * DAY })).toEqual({ kind: 'same', known: first });
    const nearly = text.replace('l-th thing', 'twelfth thing');
    expect(settleChange(first, CITED, { text: nearly, at: at + 7 * DAY })).toEqual({
      kind: 'same',
      known: first,
    });
  });

  it('does not let a page change in small steps', () => {
    let known = first;
    const kinds = BASE.map((_, step) => {
      const now = [
        PRICE,
        ...BASE.map((each, index) => (index <= step ? each.replaceAll(/\bt/g, 'T-') : each)),
      ].join('\n');
      const settled = look(known, CITED, (turn) => ({
        text: now,
        at: at + (step + 1) * 7 * DAY + turn * 30_000,
      }));
      known = knownOf(settled);
      return settled.kind;
    });
    expect(kinds.indexOf('changed')).toBeGreaterThan(0);
  });

  it('tells since when a page says what it says', () => {
    const changed = text.replace('$1.20', '$2.40');
    const later = at + 7 * DAY;
    const settled = settleChange(
      first,
      CITED,
      { text: changed, at: later },
      { text: changed, at: later + 30_000 },
    );
    expect(settled).toMatchObject({
      kind: 'changed',
      known: { since: later + 30_000, changedAt: later + 30_000 },
    });
    expect(first).toMatchObject({ since: at });
    const still = settleChange(knownOf(settled), CITED, { text: changed, at: later + 7 * DAY });
    expect(knownOf(still)).toMatchObject({ since: later + 30_000, change: { removed: [PRICE] } });
  });

  it.each([
    ['once as it was', text],
    ['once as another page altogether', QUOTES.join('\n')],
  ])('cannot tell of a page that shows itself %s', (_, other) => {
    const broken = BASE.map((each) => each.replaceAll('a', 'oo')).join('\n');
    const settled = settleChange(
      first,
      CITED,
      { text: broken, at: at + DAY },
      { text: other, at: at + DAY + 30_000 },
    );
    expect(settled).toEqual({ kind: 'same', known: first });
  });

  it('searches again for values that are newly cited', () => {
    expect(mustRead(first, CITED)).toBe(false);
    expect(mustRead(first, [...CITED, 'Paragraph b tells'])).toBe(true);
    const again = knownOf(settleChange(first, ['Paragraph b tells'], { text, at: at + DAY }));
    expect(again.since).toBe(at);
    const gone = text.replace('Paragraph b tells', 'Paragraph b speaks');
    expect(settleChange(again, ['Paragraph b tells'], { text: gone, at: at + 2 * DAY }).kind).toBe(
      'read-again',
    );
  });

  it('does not take the date of the first day for news', () => {
    const dated = (date: string) =>
      `The terms of ${date} hold for all who use this service and for none beside.`;
    const known = knownOf(settleChange(undefined, [], { text: dated('June 15, 2026'), at }));
    expect(settleChange(known, [], { text: dated('June 15, 2026'), at: at + 30 * DAY }).kind).toBe('same');
    expect(addDays(day('2026-06-15'), 30)).toBe('2026-07-15');
  });
});
