/** GitHub refuses a body above 65,536 characters; what we render stays well below. */
export const BODY_BUDGET = 60_000;

/**
 * As many rows as fit into a number of characters, each whole, in the order given; what does not fit is counted in a
 * last line. `more` words that line.
 */
export function rowsWithin(
  rows: Iterable<string>,
  total: number,
  budget: number,
  more: (left: number) => string,
): string {
  const kept: string[] = [];
  let size = 0;
  for (const row of rows) {
    if (size + row.length + 1 > budget) break;
    kept.push(row);
    size += row.length + 1;
  }
  if (kept.length < total) kept.push('', more(total - kept.length));
  return kept.join('\n');
}
