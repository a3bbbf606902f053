import type { JsonValue } from 'jsonpath-rfc9535';

/** Counts what a comparison costs, in steps. */
export type Spend = (steps: number) => void;

/** The comparisons of RFC 9535, section 2.3.5.2.2. Undefined is a field that is not there. */
export function compares(
  left: JsonValue | undefined,
  op: '==' | '!=' | '<' | '<=' | '>' | '>=',
  right: JsonValue | undefined,
  spend: Spend,
): boolean {
  switch (op) {
    case '==':
      return isEqual(left, right, spend);
    case '!=':
      return !isEqual(left, right, spend);
    case '<':
      return isLess(left, right, spend);
    case '>':
      return isLess(right, left, spend);
    case '<=':
      return isLess(left, right, spend) || isEqual(left, right, spend);
    case '>=':
      return isLess(right, left, spend) || isEqual(left, right, spend);
    default:
      return op satisfies never;
  }
}

function isLess(left: JsonValue | undefined, right: JsonValue | undefined, spend: Spend): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  spend(stepsFor(left, right));
  return left < right;
}

function isEqual(left: JsonValue | undefined, right: JsonValue | undefined, spend: Spend): boolean {
  spend(1);
  if (typeof left === 'string' && typeof right === 'string') spend(stepsFor(left, right));
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return left === right;
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((each, at) => isEqual(each, right[at], spend));
  }
  const [keys, others] = [Object.keys(left), Object.keys(right)];
  // To list the keys is work, too: a filter may ask it of the same large object for each small one.
  spend(keys.length + others.length);
  if (keys.length !== others.length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key], spend));
}

// Texts may be long, and the same two may be compared for each value of a list.
function stepsFor(left: string, right: string): number {
  return Math.ceil(Math.min(left.length, right.length) / 100);
}
