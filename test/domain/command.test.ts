import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandWords, MAX_COMMANDS, MAX_SNOOZE_DAYS, readCommands } from '../../src/domain/command.ts';

function commands(body: string): object[] {
  return readCommands(body).map((asked) => (asked.kind === 'command' ? asked.command : asked));
}

function whyNot(body: string): string {
  const [asked] = readCommands(body);
  return asked === undefined || asked.kind === 'command' ? '' : asked.why;
}

test.each([
  ['/reverify help', { word: 'help' }],
  ['/reverify', { word: 'help' }],
  ['/reverify Recheck', { word: 'recheck' }],
  ['/reverify unsnooze please', { word: 'unsnooze' }],
  ['  /reverify  fix  ', { word: 'fix' }],
  ['/reverify\tresume', { word: 'resume' }],
  ['/reverify verified security.*', { word: 'verified', claims: 'security.*' }],
  ['/reverify verified `security.*`', { word: 'verified', claims: 'security.*' }],
  ['/reverify explain metadata.pricing', { word: 'explain', claim: 'metadata.pricing' }],
  [
    '/reverify explain `minimax-m2: metadata.pricing`',
    { word: 'explain', claim: 'minimax-m2: metadata.pricing' },
  ],
  ['/reverify explain ``a`b``', { word: 'explain', claim: 'a`b' }],
  ['/reverify explain ```', { word: 'explain', claim: '```' }],
  ['/reverify snooze 1w a\u2028b', { word: 'snooze', days: 7, reason: 'a\u2028b' }],
  ['/reverify snooze 30d They answer in May', { word: 'snooze', days: 30, reason: 'They answer in May' }],
  ['/reverify snooze 2w waiting', { word: 'snooze', days: 14, reason: 'waiting' }],
  ['/reverify snooze 3m waiting', { word: 'snooze', days: 90, reason: 'waiting' }],
  ['/reverify snooze 2 Weeks waiting', { word: 'snooze', days: 14, reason: 'waiting' }],
  ['/reverify snooze 1y waiting', { word: 'snooze', days: 365, reason: 'waiting' }],
])('reads %j', (body, command) => {
  expect(commands(body)).toEqual([command]);
  expect(commands(`Thanks!\r\n${body}\r\n\r\nBye.`)).toEqual([command]);
});

test('several lines are several commands, in their order, and not more than ten', () => {
  expect(commands('/reverify unsnooze\nand then\n/reverify recheck')).toEqual([
    { word: 'unsnooze' },
    { word: 'recheck' },
  ]);
  expect(commands('/reverify help\n'.repeat(30))).toHaveLength(MAX_COMMANDS);
});

describe('what is no command', () => {
  test.each([
    ['a quote', '> /reverify fix'],
    ['indented code', '    /reverify fix'],
    ['code after a tab', '\t/reverify fix'],
    ['a fence', '```\n/reverify fix\n```'],
    ['a fence of tildes that is not closed', '~~~ sh\n/reverify fix'],
    ['a fence within a longer one', '````\n```\n/reverify fix\n```\n````'],
    ['a hidden remark', '<!--\n/reverify fix\n-->'],
    ['a hidden remark that begins among words', 'so <!-- see\n/reverify fix\n-->'],
    ['a hidden remark without an end', '<!-- see\n/reverify fix'],
    ['the middle of a line', 'Use /reverify fix'],
    ['an item of a list', '- /reverify fix'],
    ['code in a line', '`/reverify fix`'],
    ['another word', '/reverifyfix'],
    ['another case', '/Reverify fix'],
    ['nothing', ''],
  ])('%s', (_, body) => {
    expect(readCommands(body)).toEqual([]);
  });

  test('and what comes after it counts again', () => {
    const bodies = ['> a\n\n', '```\na\n```\n', '<!-- a -->\n', '<!--\na\n-->\n', 'a `<!--` b\n'];
    for (const body of bodies) expect(commands(`${body}/reverify fix`)).toEqual([{ word: 'fix' }]);
  });
});

describe('what cannot be understood', () => {
  test('an unknown word is told, with the one that is meant', () => {
    expect(readCommands('/reverify snoze 30d x')).toEqual([
      { kind: 'unknown', why: 'There is no command `snoze`. Did you mean `snooze`?' },
    ]);
    expect(whyNot('/reverify abracadabra')).toBe('There is no command `abracadabra`.');
    expect(whyNot(`/reverify \`${'x'.repeat(500)}`)).toBe(`There is no command \`${'x'.repeat(40)}\`.`);
  });

  test.each([
    ['/reverify snooze', 'Say for how long'],
    ['/reverify snooze soon', 'Say for how long'],
    ['/reverify snooze 30', 'Say for how long'],
    ['/reverify snooze -3d x', 'Say for how long'],
    ['/reverify snooze 30dx', 'Say for how long'],
    ['/reverify snooze 0d x', 'A snooze takes from 1 to 365 days.'],
    ['/reverify snooze 366d x', 'A snooze takes from 1 to 365 days.'],
    ['/reverify snooze 13m x', 'A snooze takes from 1 to 365 days.'],
    ['/reverify snooze 30d', 'Say why, too'],
    ['/reverify verified', 'Say which claims'],
    [`/reverify verified ${'x'.repeat(201)}`, 'That pattern is too long.'],
    ['/reverify explain', 'Say which claim'],
    [`/reverify explain ${'x'.repeat(401)}`, 'That name is too long.'],
  ])('%j says what is missing', (body, why) => {
    expect(readCommands(body)).toMatchObject([{ kind: 'incomplete' }]);
    expect(whyNot(body)).toContain(why);
  });
});

const fragments = [
  ...commandWords.map((word) => `/reverify ${word}`),
  ...commandWords,
  '/reverify ',
  '/reverify',
  '/reverify snooze 99999y x',
  '/reverify snooze 30d reason',
  '```',
  '~~~~',
  '> ',
  '    ',
  '\t',
  '<!--',
  '-->',
  '`',
  '{a,b}'.repeat(50),
  '*'.repeat(300),
  ' 30d ',
  '\0',
  '\uD83D',
  '\u2028',
  '__proto__',
  'constructor',
];

const lines = fc
  .array(
    fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 6 })), {
      maxLength: 4,
    }),
    {
      maxLength: 30,
    },
  )
  .map((all) => all.map((line) => line.join('')));
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

test('whatever is written, there are few commands, each in bounds, and the same with any line ends', () => {
  fc.assert(
    fc.property(lines, lineEnd, (all, end) => {
      const asked = readCommands(all.join(end));
      expect(asked.length).toBeLessThanOrEqual(MAX_COMMANDS);
      const begun = all
        .join(end)
        .split(/\r\n?|\n/)
        .filter((line) => /^ {0,3}\/reverify/.test(line)).length;
      expect(asked.length).toBeLessThanOrEqual(begun);
      const why = asked.flatMap((one) => (one.kind === 'command' ? [] : one.why));
      expect(why.filter((text) => !/^[^\n\r]{10,250}$/.test(text))).toEqual([]);
      const given = asked.flatMap((one) => (one.kind === 'command' ? one.command : []));
      expect(given.filter(({ word }) => !commandWords.includes(word))).toEqual([]);
      const endless = given.filter(
        (one) =>
          one.word === 'snooze' && !(one.days >= 1 && one.days <= MAX_SNOOZE_DAYS && one.reason !== ''),
      );
      expect(endless).toEqual([]);
    }),
  );
});

test('whatever is written, quoted, indented or fenced it asks for nothing', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const flat = all.flatMap((line) => line.split(/[\r\n]/));
      expect(readCommands(flat.map((line) => `> ${line}`).join('\n'))).toEqual([]);
      expect(readCommands(flat.map((line) => `    ${line}`).join('\n'))).toEqual([]);
      const fence = '~'.repeat(3 + Math.max(0, ...flat.map((line) => line.length)));
      expect(readCommands([fence, ...flat, fence].join('\n'))).toEqual([]);
    }),
  );
});
