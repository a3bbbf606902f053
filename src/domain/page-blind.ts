import { addDays, type Day } from './day.ts';

/** Stands for what is not compared. */
export const MASK = '\uFFFC';

// What a page shows differently each day without saying anything new. Two reads half a minute apart do not tell it: a
// counter may stand still that long, and a date does. The figure goes, the words around it stay.
const COUNTED =
  'views?|likes?|downloads?|installs?|stars?|forks?|watchers?|followers?|subscribers?|comments?|replies|shares?|votes?|upvotes?|reactions?|claps?|visitors?|readers?|viewing|online';
const FIGURE = String.raw`\d[\d.,]{0,15}[km]?\+?`;
const BLIND: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/g, MASK],
  [/\b(?:\d{1,4}|an?|one|a few) (?:second|sec|minute|min|hour|hr|day|week|month|year)s? ago\b/gi, MASK],
  [/\b\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:UTC|GMT)\b)?/gi, MASK],
  [new RegExp(String.raw`(?<![\w.,$€£¥])${FIGURE}(?=\s(?:people |users )?(?:${COUNTED})\b)`, 'gi'), MASK],
  [new RegExp(String.raw`\b(${COUNTED})(\s?[:|]\s?)${FIGURE}(?![\w%])`, 'gi'), `$1$2${MASK}`],
  // Identifiers: UUIDs and long hexadecimal numbers.
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, MASK],
  [/\b(?=[0-9a-f]{0,64}\d)(?=[0-9a-f]{0,64}[a-f])[0-9a-f]{12,64}\b/gi, MASK],
];

/** Masks clocks, counters, long identifiers, "5 minutes ago" and the date of the day on which the text was read. */
export function blinded(text: string, today: Day | undefined): string {
  let blind = text.replaceAll(MASK, ' ');
  for (const [pattern, mask] of BLIND) blind = blind.replaceAll(pattern, mask);
  return today === undefined ? blind : blind.replaceAll(datesAround(today), MASK);
}

// With the letters that may follow the short form.
const MONTHS = [
  'jan(?:uary)?',
  'feb(?:ruary)?',
  'mar(?:ch)?',
  'apr(?:il)?',
  'may',
  'june?',
  'july?',
  'aug(?:ust)?',
  'sept?(?:ember)?',
  'oct(?:ober)?',
  'nov(?:ember)?',
  'dec(?:ember)?',
];

/** The date of a day as pages write it, and of its neighbours: the page's clock may stand in another zone. */
function datesAround(today: Day): RegExp {
  const forms = [-1, 0, 1].flatMap((days) => formsOf(addDays(today, days)));
  const weekday = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?';
  return new RegExp(String.raw`(?<![\w./-])${weekday}(?:${forms.join('|')})(?!\w|[./-]\d)`, 'gi');
}

function formsOf(day: Day): string[] {
  const [year, month, date] = day.split('-').map(Number);
  const [m, d] = [`0?${month}`, `0?${date}`];
  const name = String.raw`${MONTHS[Number(month) - 1]}\.?`;
  const nth = String.raw`${d}(?:st|nd|rd|th)?\.?`;
  return [
    `${year}[-/.]${m}[-/.]${d}`,
    `${d}[-/.]${m}[-/.]${year}`,
    `${m}/${d}/${year}`,
    `${name} ${nth}(?:,? ${year})?`,
    `${nth} (?:of )?${name}(?:,? ${year})?`,
    `${year}年${m}月${d}日`,
  ];
}
