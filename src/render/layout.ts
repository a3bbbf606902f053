/** Blocks of Markdown with one blank line between them; empty ones are left out. */
export function blocks(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The head of a table. */
export function tableHead(...names: readonly string[]): string {
  return `${tableRow(...names)}\n${tableRow(...names.map(() => '---'))}`;
}

/** One row of a table, of cells that are rendered already. Bars are escaped here: code must not do it elsewhere. */
export function tableRow(...cells: readonly string[]): string {
  return `| ${cells.map(withoutBars).join(' | ')} |`;
}

// A bar that follows an odd number of backslashes is escaped already.
function withoutBars(cell: string): string {
  return cell.replaceAll(/(\\*)\|/g, (bar, slashes: string) =>
    slashes.length % 2 === 1 ? bar : `${slashes}\\|`,
  );
}
