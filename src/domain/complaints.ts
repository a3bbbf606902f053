import type { z } from 'zod';
import type { Path } from './document.ts';
import { nearest } from './nearest.ts';
import type { Complaint } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Words what a schema found wrong, for a person: what is wrong, and what to write instead. */
export function complaintsOf(error: z.ZodError, value: unknown, known: readonly string[] = []): Complaint[] {
  return error.issues.flatMap((issue) => complaintsOfIssue(issue, value, known));
}

function complaintsOfIssue(issue: Issue, value: unknown, known: readonly string[]): Complaint[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], key, known));
  }
  const [message, remedy] = wording(issue, valueAt(value, path));
  return [{ rule: ruleOf(issue), level: 'error', path, message: `${fieldName(path)} ${message}`, remedy }];
}

function ruleOf(issue: Issue): string {
  return issue.code === 'custom' ? 'bad-date' : 'invalid';
}

function unknownKey(path: Path, key: string, known: readonly string[]): Complaint {
  const near = nearest(key, known);
  const remedy = near ? `Did you mean \`${near}\`?` : `Known keys are ${known.join(', ')}.`;
  return {
    rule: 'unknown-key',
    level: 'error',
    path,
    message: `\`${key}\` is no key that is known here.`,
    remedy,
  };
}

function wording(issue: Issue, found: unknown): [string, string] {
  if (found === undefined) return ['is missing.', 'Add it.'];
  switch (issue.code) {
    case 'custom':
      return [`is ${shown(found)}, which is no day of the calendar.`, 'Write it as YYYY-MM-DD.'];
    case 'invalid_type':
      return typeWording(issue.expected, found);
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
      return [`is ${shown(found)}, which is not allowed here.`, 'See the documentation of this field.'];
  }
}

function typeWording(expected: string, found: unknown): [string, string] {
  const remedies: Record<string, string> = {
    string: 'Put it in quotes.',
    number: 'Write a plain number, without quotes.',
    array: 'Write a list.',
    object: 'Write keys with values.',
    record: 'Write keys with values.',
  };
  return [`is ${shown(found)}, where a ${expected} belongs.`, remedies[expected] ?? 'Mend the value.'];
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
