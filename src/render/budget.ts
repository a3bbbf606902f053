/** GitHub refuses a body above 65,536 characters; what we render stays well below. */
export const BODY_BUDGET = 60_000;

/** Room for the line that counts what did not fit. */
const LAST_LINE = 200;

/**
 * As many items as fit into a number of characters, each whole, in the order given; what does not fit is counted in a
 * last line, which `more` words. Only what is shown is rendered.
 */
export function rowsWithin<T>(
  items: readonly T[],
  rowOf: (item: T, index: number) => string,
  budget: number,
  more: (left: number) => string,
): string {
  const kept: string[] = [];
  let size = LAST_LINE;
  for (const [index, item] of items.entries()) {
    const row = rowOf(item, index);
    size += row.length + 1;
    if (size > budget) break;
    kept.push(row);
  }
  if (kept.length < items.length) kept.push(more(items.length - kept.length));
  return kept.join('\n');
}
