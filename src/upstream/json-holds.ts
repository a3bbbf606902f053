import { compareDecimals, isDecimal } from './decimal.ts';
import type { JsonValue } from 'jsonpath-rfc9535';
import { compileRegex } from './regex.ts';

/** What `holds` may ask of what is selected. */
export const ops = [
  'exists',
  'absent',
  'equals',
  'in',
  'matches',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
] as const;
export type Op = (typeof ops)[number];

/** What a watch compares with. */
export type Scalar = string | number | boolean | null;
export type Wanted = Scalar | readonly Scalar[] | undefined;

/** Whether it holds; undefined where nothing that was selected can be asked that. */
export type Verdict = boolean | undefined;

/** One sentence with its remedy where an operation cannot be carried out with a value. */
export function problemWithOp(op: Op, value: Wanted): string | undefined {
  if (op === 'exists' || op === 'absent') {
    return value === undefined ? undefined : `The operation ${op} takes no value. Leave value out.`;
  }
  if (value === undefined) return `The operation ${op} needs a value. Add value.`;
  if (op === 'in') {
    return isList(value)
      ? undefined
      : 'The operation in needs a list. Write value as a list, such as [1, 2].';
  }
  if (isList(value)) return `The operation ${op} takes no list. Write one value.`;
  if (op === 'matches' && (typeof value !== 'string' || compileRegex(value) === undefined)) {
    return 'The operation matches needs a text that is looked for. Write it plainly or as /…/i, in RE2 and 200 characters.';
  }
  if (isOrder(op) && !isDecimal(value)) {
    return `The operation ${op} compares numbers. Write value as a number, such as 0.6.`;
  }
  return undefined;
}

/** Whether any of the selected values is what is wanted. Of no values, only `exists` and `absent` can be told. */
export function holds(selected: readonly JsonValue[], op: Op, wanted: Wanted): Verdict {
  if (op === 'exists') return selected.length > 0;
  if (op === 'absent') return selected.length === 0;
  const test = testFor(op, wanted);
  const verdicts = selected.map(test).filter((verdict) => verdict !== undefined);
  return verdicts.length === 0 ? undefined : verdicts.includes(true);
}

function testFor(op: Exclude<Op, 'exists' | 'absent'>, wanted: Wanted): (value: JsonValue) => Verdict {
  const one = isList(wanted) ? null : (wanted ?? null);
  switch (op) {
    case 'equals':
      return (value) => isSame(value, one);
    case 'in':
      return (value) => isList(wanted) && wanted.some((each) => isSame(value, each));
    case 'matches': {
      const regex = compileRegex(String(one));
      return (value) => (isScalar(value) ? regex?.matches(String(value)) : undefined);
    }
    case 'contains':
      return (value) => contains(value, one);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return (value) => isInOrder(op, value, one);
    default:
      return op satisfies never;
  }
}

function isInOrder(op: 'gt' | 'gte' | 'lt' | 'lte', value: JsonValue, wanted: Scalar): Verdict {
  const order = isDecimal(value) && isDecimal(wanted) ? compareDecimals(value, wanted) : undefined;
  if (order === undefined) return undefined;
  return { gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[op];
}

function contains(value: JsonValue, wanted: Scalar): Verdict {
  if (typeof value === 'string') return value.includes(String(wanted));
  if (Array.isArray(value)) return value.some((each) => isSame(each, wanted));
  if (typeof value === 'object' && value !== null) return Object.hasOwn(value, String(wanted));
  return undefined;
}

// "0.60" is the number 0.6, as prices are written; of two texts, "1.10" is another version than "1.1".
function isSame(value: JsonValue, wanted: Scalar): boolean {
  if (value === wanted) return true;
  if (typeof value === 'string' && typeof wanted === 'string') return false;
  return isDecimal(value) && isDecimal(wanted) && compareDecimals(value, wanted) === 0;
}

function isOrder(op: Op): boolean {
  return op === 'gt' || op === 'gte' || op === 'lt' || op === 'lte';
}

function isScalar(value: JsonValue): value is Scalar {
  return typeof value !== 'object' || value === null;
}

function isList(value: Wanted): value is readonly Scalar[] {
  return Array.isArray(value);
}
