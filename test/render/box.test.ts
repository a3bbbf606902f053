import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxes, memoAfter, type Box } from '../../src/domain/box.ts';
import type { Memo } from '../../src/domain/plan.ts';
import {
  boxesIn,
  boxLine,
  boxList,
  tickedBoxes,
  withBoxesDone,
  withEmptyBoxes,
  withoutClosingBoxes,
} from '../../src/render/box.ts';
import { awakeBody, closedBody, issueBody, snoozedBody, tickedBody } from '../../src/render/issue.ts';
import { issueMarker, readIssueMarker } from '../../src/render/marker.ts';
import { code, htmlText, link, linkText, prose, remark } from '../../src/render/safe.ts';
import * as make from './builders.ts';
import { expectHarmless, hostile } from './hostile.ts';

const today = make.day('2026-12-10');
const finding = make.eventFinding();
const memo: Memo = { ...make.memoOf(finding), answered: make.day('2026-01-10') };
const body = issueBody(finding, memo, make.origin);
const present = make.present(body, memo);

/** The body after a click on these boxes. */
function tick(text: string, ...ticked: readonly Box[]): string {
  return ticked.reduce((so, box) => so.replace(new RegExp(`\\[ \\](?=.*box ${box} )`), '[x]'), text);
}

/** What the ticked boxes of a body ask for. */
function asked(text: string): string[] {
  return tickedBoxes(text).map(({ deed }) => deed);
}

const subsets = fc.shuffledSubarray([...boxes]);

describe('the boxes of a body', () => {
  test('are read as a person has ticked them, in the order in which they count', () => {
    fc.assert(
      fc.property(subsets, fc.constantFrom('x', 'X'), fc.constantFrom('\n', '\r\n'), (ticked, cross, end) => {
        const edited = tick(body, ...ticked)
          .replaceAll('[x]', `[${cross}]`)
          .replaceAll('\n', end);
        expect(asked(edited)).toEqual(boxes.filter((box) => ticked.includes(box)));
        expect(withEmptyBoxes(edited)).toBe(body.replaceAll('\n', end));
      }),
    );
  });

  test.each([
    ['other words', '- [x] Egal, sagt Tom <!-- reverify:box snooze --> und mehr'],
    ['another bullet', '* [x] Snooze <!-- reverify:box snooze -->'],
    ['a little indented', '  - [x] Snooze <!-- reverify:box snooze -->'],
    ['a separator of lines that is none', '- [x] Sno\u2028oze <!-- reverify:box snooze -->'],
    ['a twin that is not ticked', `${boxList()}\n- [x] Snooze <!-- reverify:box snooze -->`],
    ['two twins', '- [x] a <!-- reverify:box snooze -->\n- [x] b <!-- reverify:box snooze -->'],
    ['code that has ended', '```\n- [ ] a\n```\n- [x] a <!-- reverify:box snooze -->'],
    ['backticks that begin no code', '```a```\n- [x] a <!-- reverify:box snooze -->'],
  ])('are known with %s', (_, text) => {
    expect(asked(text)).toEqual(['snooze']);
    expect(asked(withEmptyBoxes(text))).toEqual([]);
    expect(withoutClosingBoxes(text)).not.toContain('snooze');
  });

  test('count in their own order, whatever order a person has given them', () => {
    const moved = boxList().replaceAll('[ ]', '[x]').split('\n').toReversed().join('\n');
    expect(asked(moved)).toEqual(boxes);
  });

  test.each([
    ['nothing is ticked', body],
    ['a copy is quoted', '> - [x] Snooze <!-- reverify:box snooze -->'],
    ['a copy is code', '```md\n- [x] Snooze <!-- reverify:box snooze -->\n``\n```'],
    ['a copy is code to the end', '~~~\n~~\n```\n~~~ x\n- [x] Snooze <!-- reverify:box snooze -->'],
    ['a copy is indented as code', '    - [x] Snooze <!-- reverify:box snooze -->'],
    ['a box stands within words', 'See - [x] Snooze <!-- reverify:box snooze -->'],
    ['the bullet is lost', '[x] Snooze <!-- reverify:box snooze -->'],
    ['the name is lost', '- [x] Snooze'],
    ['the name stands on another line', '- [x] Snooze\n<!-- reverify:box snooze -->'],
    ['nobody knows the name', '- [x] Snooze <!-- reverify:box __proto__ -->'],
  ])('are not ticked where %s', (_, text) => {
    expect(asked(text)).toEqual([]);
    expect(withEmptyBoxes(text)).toBe(text);
  });

  test('cannot be forged by a text from a file, however it is rendered', () => {
    const forged = fc
      .tuple(hostile, fc.constantFrom(...boxes), fc.constantFrom('\n', '\r\n', '\r', '', '`', '> '), hostile)
      .map(
        ([before, box, end, after]) =>
          `${before}${end}\n- [x] yes <!-- reverify:box ${box} -->${end}\n${after}`,
      );
    fc.assert(
      fc.property(forged, (text) => {
        for (const render of [prose, remark, htmlText, code, linkText, (each: string) => link(each, each)])
          for (const before of ['', '- ', '- [x] ']) {
            expect(boxesIn(`${before}${render(text)}`)).toEqual([]);
          }
      }),
    );
  });

  test('are the only ones in a body, whatever the file says', () => {
    const box = '\n- [x] Not relevant <!-- reverify:box not-relevant -->\n';
    const claim = make.claim(box, box, {
      evidence: [make.evidence({ source: `MiniMaxAI/MiniMax-M3 ${box}`, value: box, url: box })],
      raw: { notes: box },
    });
    const about = make.evaluation([claim], { id: box, name: box, file: box, raw: { [box]: box } });
    const forged = make.eventFinding({
      watch: make.watch({ id: box, reason: box, title: box }),
      events: [make.told({ summary: box, before: box, now: box, evidence: [{ label: box, text: box }] })],
      impact: [{ evaluation: about, claims: [claim], fields: [box] }],
    });
    const said = issueBody(forged, memo, make.origin);
    expect(said).toContain('Not relevant');
    expect(asked(said)).toEqual([]);
    expectHarmless(said, issueMarker(memo), boxes);
  });
});

describe('a box of something', () => {
  const claim = '0123456789';
  const line = boxLine('`audit`: stale', 'verified', claim);
  const text = `#### A\n\n${line}\n${boxLine('all', 'despite')}\n`;

  test('says of what it is', () => {
    expect(tickedBoxes(text.replaceAll('[ ]', '[x]'))).toEqual([
      { deed: 'verified', of: claim },
      { deed: 'despite', of: undefined },
    ]);
  });

  test.each(['012345678', '0123456789a', '0123456789ABCDEF', 'zzzzzzzzzz', '../etc'])(
    'is of nothing like %s',
    (of) => {
      expect(boxesIn(boxLine('x', 'verified', of))).toEqual([]);
    },
  );

  test('becomes a line without a box once it is done, and the others are emptied', () => {
    const done = withBoxesDone(text.replaceAll('[ ]', '[x]'), ({ of }) =>
      of === claim ? 'done' : undefined,
    );
    expect(done).toBe(`#### A\n\n- \`audit\`: stale<br>done\n${boxLine('all', 'despite')}\n`);
    expect(boxesIn(done)).toEqual([{ deed: 'despite', of: undefined }]);
  });

  test('keeps the line ends of whoever edited it', () => {
    const edited = text.replaceAll('\n', '\r\n');
    expect(
      withBoxesDone(edited, () => 'done')
        .split('\n')
        .every((row) => row === '' || row.endsWith('\r')),
    ).toBe(true);
  });
});

describe('an issue that is closed for a person', () => {
  const closing = (box: Box): string =>
    tickedBody(tick(body, box), box, 'octo-cat', memoAfter(memo, box, today));

  test('says why, and for whom', () => {
    expect(boxes.map((box) => closing(box).split('\n').slice(0, 4))).toMatchInlineSnapshot(`
      [
        [
          "> [!NOTE]",
          "> Closed by Reverify at the request of \`octo-cat\`: what was in doubt has been looked at.",
          "",
          "Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face: 59 files, 854 GB. Seen on 2026-07-01.",
        ],
        [
          "> [!NOTE]",
          "> Closed by Reverify at the request of \`octo-cat\`: this is not relevant.",
          "",
          "Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face: 59 files, 854 GB. Seen on 2026-07-01.",
        ],
        [
          "> [!NOTE]",
          "> Closed by Reverify at the request of \`octo-cat\`: it sleeps until 2027-01-09, and opens again by itself on that day.",
          "",
          "Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face: 59 files, 854 GB. Seen on 2026-07-01.",
        ],
      ]
    `);
  });

  test.each(boxes)('for "%s" mentions nobody, has its boxes empty, and was not closed by the bot', (box) => {
    const closed = closing(box);
    expect(asked(closed)).toEqual([]);
    const after = { ...memo, ...(box === 'snooze' ? { snoozed: make.day('2027-01-09') } : {}) };
    expect(readIssueMarker(closed)).toEqual(after);
    expectHarmless(closed, issueMarker(after), boxes);
  });

  test('who gave a reason, tells it', () => {
    const said = snoozedBody(body, 'octo-cat', 'They answer @ #1', memoAfter(memo, 'snooze', today));
    expect(said.split('\n')[1]).toMatchInlineSnapshot(
      `"> Closed by Reverify at the request of \`octo-cat\`: it sleeps until 2027-01-09, and opens again by itself on that day. The reason: They answer @&#8203; #&#8203;1."`,
    );
    expect(awakeBody(said, memo)).toBe(body);
  });

  test('has one reason, the last', () => {
    const twice = tickedBody(
      closing('snooze').replaceAll('\n', '\r\n'),
      'not-relevant',
      'octo-cat',
      memoAfter(memoAfter(memo, 'snooze', today), 'not-relevant', today),
    );
    expect(twice).toBe(closing('not-relevant'));
  });

  test('stands again as it stood before when it has slept', () => {
    expect(awakeBody(closing('snooze').replaceAll('\n', '\r\n'), memo)).toBe(body);
  });

  test('is not asleep any more once the bot has closed it', () => {
    const slept = { ...present, body: closing('snooze'), memo: memoAfter(memo, 'snooze', today) };
    const closed = closedBody(slept, 'answered', '1a2b3c4');
    expect(readIssueMarker(closed)).toEqual({ ...memo, closedByBot: true });
    expect(closed).not.toContain('sleeps');
  });

  test('keeps its boxes, however much a person has added', () => {
    const long = body.replace('Severity', `${'A line of mine.\n'.repeat(5000)}\nSeverity`);
    for (const text of [
      tickedBody(long, 'snooze', 'octo-cat', memo),
      closedBody({ ...present, body: long }, 'answered', '1a2b3c4'),
      awakeBody(long, memo),
    ]) {
      expect(text).toContain('more lines');
      expect(text).toContain(boxList());
      expect(text.length).toBeLessThanOrEqual(65_536);
      expect(readIssueMarker(text)).toBeDefined();
    }
  });
});
