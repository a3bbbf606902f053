import type { Edit } from '../domain/edit.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { BODY_BUDGET, rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count, editLink, type Origin } from './places.ts';
import { code } from './safe.ts';

/** What a person has to change in the file of an evaluation. */
export interface Offered {
  evaluation: Evaluation;
  edits: readonly Edit[];
}

/** Says what a person has to change in files, where the bot may not. */
export function offeredEdits(offered: readonly Offered[], origin: Origin): string {
  const rows = offered.flatMap(({ evaluation, edits }) =>
    edits
      .map((edit) => ({ evaluation, edit, line: evaluation.locate(edit.path).line }))
      .toSorted((one, other) => one.line - other.line),
  );
  const table = rowsWithin(
    rows,
    ({ evaluation, edit: { path, value }, line }, index) => {
      const first = evaluation !== rows[index - 1]?.evaluation;
      const head = `${editLink(origin, evaluation.file)}\n\n${tableHead('line', 'field', 'new value')}\n`;
      return (first ? `\n${head}` : '') + tableRow(String(line), code(path.join('.')), code(String(value)));
    },
    BODY_BUDGET - 1_000,
    (left) => `\n…and ${count(left, 'more value')}.`,
  );
  return blocks(
    'The bot may not write to this repository, so these changes are for you to make:',
    table.trim(),
    'With the permission `contents: write` it opens a pull request instead.',
  );
}
