import type * as z from 'zod';
import type { Path } from './document.ts';
import { nearest } from './nearest.ts';
import type { Complaint } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** The keys that a schema knows, by the path of the object that they stand in, list indexes left out. */
export type KnownKeys = Readonly<Record<string, readonly string[]>>;

/** Words what a schema found wrong, for a person: what is wrong, and what to write instead. */
export function complaintsOf(error: z.ZodError, value: unknown, known: KnownKeys = {}): Complaint[] {
  const seen = new Set<string>();
  return error.issues.flatMap((issue) => {
    // zod measures what has a length even where the type is wrong already; one complaint a place is enough.
    const place = issue.path.join('\n');
    if (issue.code !== 'unrecognized_keys' && seen.has(place)) return [];
    seen.add(place);
    return complaintsOfIssue(issue, value, known);
  });
}

function complaintsOfIssue(issue: Issue, value: unknown, known: KnownKeys): Complaint[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], key, known));
  }
  const [message, remedy] = wording(issue, valueAt(value, path));
  return [{ rule: ruleOf(issue), level: 'fail', path, message: `${fieldName(path)} ${message}`, remedy }];
}

function ruleOf(issue: Issue): string {
  return isDay(issue) ? 'bad-date' : 'invalid';
}

function isDay(issue: Issue): boolean {
  return issue.code === 'custom' && issue.params?.['day'] === true;
}

function unknownKey(path: Path, key: string, known: KnownKeys): Complaint {
  const section = path
    .slice(0, -1)
    .filter((part) => typeof part === 'string')
    .join('.');
  return {
    rule: 'unknown-key',
    level: 'fail',
    path,
    message: `\`${key.slice(0, 80)}\` is no key that is known here.`,
    remedy: insteadOf(key, section, known),
  };
}

function insteadOf(key: string, section: string, known: KnownKeys): string {
  const siblings = known[section] ?? [];
  const near = nearest(key, siblings);
  if (near) return `Did you mean \`${near}\`?`;
  const home = Object.keys(known).find((other) => known[other]?.includes(key));
  if (home !== undefined) return home === '' ? 'Move it to the top level.' : `Move it under \`${home}\`.`;
  return siblings.length > 0 ? `Known keys here are ${siblings.join(', ')}.` : 'Delete it.';
}

function wording(issue: Issue, found: unknown): [string, string] {
  if (found === undefined) return ['is missing.', 'Add it.'];
  if (isDay(issue))
    return [`is ${shown(found)}, which is no day of the calendar.`, 'Write it as YYYY-MM-DD.'];
  switch (issue.code) {
    case 'invalid_type':
      return typeWording(issue, found);
    case 'too_big':
      return [`is ${shown(found)}, above the largest allowed: ${issue.maximum}.`, 'Lower it or shorten it.'];
    case 'too_small':
      return [`is ${shown(found)}, below the least allowed: ${issue.minimum}.`, 'Raise it or fill it in.'];
    case 'invalid_value':
      return [
        `is ${shown(found)}, which is not one of ${issue.values.map(String).join(', ')}.`,
        'Write one of them.',
      ];
    case 'invalid_format':
      return [`is ${shown(found)}, which has the wrong form.`, formatRemedy(issue.path.at(-1))];
    default:
      return [`is ${shown(found)}, which is not allowed here.`, ownRemedy(issue)];
  }
}

// Where zod cannot say what is wanted, the schema does, as its `error`.
function ownRemedy({ message }: Issue): string {
  return message.startsWith('Invalid input') ? 'See the documentation of this field.' : message;
}

function typeWording(issue: z.core.$ZodIssueInvalidType, found: unknown): [string, string] {
  const wanted: Record<string, [string, string]> = {
    string: ['a string', textRemedy(issue.path.at(-1), found)],
    number: ['a number', 'Write a plain number, without quotes.'],
    int: ['a whole number', 'Write a plain number, without quotes.'],
    boolean: ['true or false', 'Write one of them, without quotes.'],
    array: ['a list', 'Write a list.'],
    object: ['an object', 'Write keys with values.'],
    record: ['an object', 'Write keys with values.'],
  };
  const [noun, remedy] = wanted[issue.expected] ?? [issue.expected, 'Mend the value.'];
  return [`is ${shown(found)}, where ${noun} belongs.`, remedy];
}

function textRemedy(field: PropertyKey | undefined, found: unknown): string {
  if (field === 'maxAge' || field === 'notice') return formatRemedy(field);
  return typeof found === 'object' ? 'Write a text.' : 'Put it in quotes.';
}

function formatRemedy(field: PropertyKey | undefined): string {
  return field === 'id'
    ? 'Use letters, digits, dots, dashes.'
    : 'Write a number with its unit, such as 180d or 6 months.';
}

function fieldName(path: Path): string {
  return path.length === 0 ? 'The file' : `\`${path.join('.')}\``;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return value === null ? 'null' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}
