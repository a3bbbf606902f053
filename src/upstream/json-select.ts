import type { JsonValue } from 'jsonpath-rfc9535';
import { childrenOf, itemOf, memberOf, sliceOf } from './json-children.ts';
import { compares } from './json-compare.ts';
import { readPath, type Condition, type PathSegment } from './json-path.ts';

// Enough to look at each of 300,000 values six times. The walk of jsonpath-rfc9535 itself cannot be told to stop, and
// takes 47 seconds (measured) for 1.5 MB and a path of 200 characters.
const MOST_STEPS = 2_000_000;

/** What a path selects of a document, in the document's order; undefined where finding out takes too many steps. */
export function select(document: JsonValue, path: string): JsonValue[] | undefined {
  const read = readPath(path);
  if ('problem' in read) throw new TypeError(read.problem);
  try {
    return walk(read.segments, document, { root: document, left: MOST_STEPS });
  } catch (error) {
    if (error instanceof TooManySteps) return undefined;
    throw error;
  }
}

class TooManySteps extends Error {}

interface Run {
  root: JsonValue;
  left: number;
}

type Selector = Extract<PathSegment['node'], { type: 'BracketedSelection' }>['selectors'][number];
type Comparable = Extract<Condition, { type: 'ComparisonExpr' }>['left'];

function spend(run: Run, steps = 1): void {
  run.left -= steps;
  if (run.left < 0) throw new TooManySteps();
}

function walk(segments: readonly PathSegment[], from: JsonValue, run: Run): JsonValue[] {
  let nodes = [from];
  for (const segment of segments) {
    const next: JsonValue[] = [];
    for (const node of nodes) {
      if (segment.type === 'DescendantSegment') descend(node, segment.node, run, next);
      else pick(node, segment.node, run, next);
    }
    nodes = next;
  }
  return nodes;
}

function descend(value: JsonValue, node: PathSegment['node'], run: Run, found: JsonValue[]): void {
  pick(value, node, run, found);
  for (const child of childrenOf(value)) descend(child, node, run, found);
}

function pick(value: JsonValue, node: PathSegment['node'], run: Run, found: JsonValue[]): void {
  spend(run);
  const selectors = node.type === 'BracketedSelection' ? node.selectors : [node];
  for (const selector of selectors) {
    for (const child of chosen(value, selector, run)) {
      spend(run);
      found.push(child);
    }
  }
}

type AnySelector = Selector | Exclude<PathSegment['node'], { type: 'BracketedSelection' }>;

function chosen(value: JsonValue, selector: AnySelector, run: Run): readonly JsonValue[] {
  switch (selector.type) {
    case 'MemberNameShorthand':
    case 'NameSelector':
      return memberOf(value, selector.value);
    case 'IndexSelector':
      return itemOf(value, selector.value);
    case 'WildcardSelector':
      return childrenOf(value);
    case 'SliceSelector':
      return sliceOf(value, selector);
    case 'FilterSelector':
      return childrenOf(value).filter((child) => isTrue(selector.value, child, run));
    default:
      return selector satisfies never;
  }
}

function isTrue(condition: Condition, value: JsonValue, run: Run): boolean {
  spend(run);
  switch (condition.type) {
    case 'LogicalAndExpr':
      return isTrue(condition.left, value, run) && isTrue(condition.right, value, run);
    case 'LogicalOrExpr':
      return isTrue(condition.left, value, run) || isTrue(condition.right, value, run);
    case 'LogicalNotExpr':
      return !isTrue(condition.expression, value, run);
    case 'ComparisonExpr':
      return compares(
        operand(condition.left, value, run),
        condition.op,
        operand(condition.right, value, run),
        (steps) => spend(run, steps),
      );
    case 'TestExpr': {
      if (condition.expression.type !== 'FilterQuery') return false;
      const { type, segments } = condition.expression.value;
      return walk(segments, type === 'RelQuery' ? value : run.root, run).length > 0;
    }
    default:
      return condition satisfies never;
  }
}

// A value, or undefined where a field is not there. Calls do not come as far as this: `readPath` refuses them.
function operand(comparable: Comparable, value: JsonValue, run: Run): JsonValue | undefined {
  if (comparable.type === 'Literal') return comparable.value;
  if (comparable.type === 'FunctionExpr') return undefined;
  let at: JsonValue | undefined = comparable.type === 'RelSingularQuery' ? value : run.root;
  for (const { node } of comparable.segments) {
    spend(run);
    if (at === undefined) return undefined;
    [at] = node.type === 'IndexSelector' ? itemOf(at, indexOf(node)) : memberOf(at, node.value);
  }
  return at;
}

// jsonpath-rfc9535 1.3.0 wraps an index in a comparison once more than its types say, and so never finds it itself.
function indexOf(node: { value: number; selector?: { value: number } }): number {
  return node.selector?.value ?? node.value;
}
