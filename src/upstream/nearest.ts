/** The name that takes the fewest edits to reach; undefined where there are no names. */
export function nearest(text: string, names: Iterable<string>): string | undefined {
  const start = text.slice(0, 100);
  let best: { name: string; edits: number } | undefined;
  for (const name of names) {
    const edits = editsBetween(start, name);
    if (best === undefined || edits < best.edits) best = { name, edits };
  }
  return best?.name;
}

// Levenshtein's distance, one row at a time.
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
