import parse, { type JsonPathQuery } from 'jsonpath-rfc9535/parser';

type Segment = JsonPathQuery['segments'][number];
type Selector = Extract<Segment['node'], { type: 'BracketedSelection' }>['selectors'][number];

/** One step of a path, as the parser has read it. */
export type PathSegment = Segment;
/** What stands in a filter. */
export type Condition = Extract<Selector, { type: 'FilterSelector' }>['value'];

/** The longest path, in characters. */
const LONGEST = 300;

/** Reads a JSONPath of RFC 9535 without functions. The problem is one sentence with its remedy. */
export function readPath(text: string): { segments: readonly Segment[] } | { problem: string } {
  if (text.length > LONGEST) return { problem: `The path is too long. Write at most ${LONGEST} characters.` };
  // Before the parser, which tries a call in three ways, and each of those within it again: twenty take it years.
  if (/[\w-]\s*\(/.test(withoutTexts(text))) {
    return {
      problem:
        'The path calls a function, such as match. Compare fields in filters, and use op for the rest.',
    };
  }
  const segments = parsed(text);
  if (segments === undefined) {
    return {
      problem:
        'The path is no JSONPath of RFC 9535. Write it such as $.models[0].price or $.models["a-b"].price.',
    };
  }
  return segments.some(hasMisreadAnd)
    ? { problem: 'A filter joins three conditions by && without brackets. Write them as (a && b) && c.' }
    : { segments };
}

function withoutTexts(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, '""');
}

function parsed(text: string): readonly Segment[] | undefined {
  try {
    return parse(text).segments;
  } catch {
    // Whatever it throws, it could not be read.
    return undefined;
  }
}

function hasMisreadAnd({ node }: Segment): boolean {
  if (node.type !== 'BracketedSelection') return false;
  return node.selectors.some((each) => each.type === 'FilterSelector' && isMisread(each.value));
}

// jsonpath-rfc9535 1.3.0 reads `a && b && c` as `a && (b || c)`, and does not say which of them was written.
function isMisread(condition: Condition): boolean {
  switch (condition.type) {
    case 'LogicalAndExpr':
      if (condition.right.type === 'LogicalOrExpr') return true;
      return isMisread(condition.left) || isMisread(condition.right);
    case 'LogicalOrExpr':
      return isMisread(condition.left) || isMisread(condition.right);
    case 'LogicalNotExpr':
      return isMisread(condition.expression);
    case 'TestExpr': {
      const { expression } = condition;
      return expression.type === 'FilterQuery' && expression.value.segments.some(hasMisreadAnd);
    }
    case 'ComparisonExpr':
      return false;
    default:
      return condition satisfies never;
  }
}
