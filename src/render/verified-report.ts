import type { Day } from '../domain/day.ts';
import type { StampedFile } from '../domain/stamp.ts';
import type { Paint } from './paint.ts';
import { count } from './places.ts';
import { cut } from './safe.ts';

/** What was stamped, a line a file, or, before anything is written, a line an edit; and what could not be. */
export function verifiedText(files: readonly StampedFile[], on: Day, dryRun: boolean, paint: Paint): string {
  const lines = files.flatMap((file) => [
    ...(dryRun ? editLines(file) : fileLine(file)),
    ...troubleLines(file, paint),
  ]);
  return `${[...lines, totalLine(files, on, dryRun)].join('\n')}\n`;
}

function fileLine({ file, stamped }: StampedFile): string[] {
  return stamped === 0 ? [] : [`${cut(file.path, 300)}: ${count(stamped, 'claim')}`];
}

function editLines({ file, edits }: StampedFile): string[] {
  return edits
    .toSorted((a, b) => a.line - b.line)
    .map(
      ({ path, line, before, after }) =>
        `${cut(file.path, 300)}:${line}  ${cut(path.join('.'), 200)}: ${cut(before, 80)} → ${cut(after, 80)}`,
    );
}

function troubleLines({ file, troubles }: StampedFile, paint: Paint): string[] {
  return troubles.map(
    ({ line, message }) =>
      `${cut(file.path, 300)}:${line}  ${paint.red('not stamped')}  ${cut(message, 400)}`,
  );
}

function totalLine(files: readonly StampedFile[], on: Day, dryRun: boolean): string {
  const stamped = sum(files, (file) => file.stamped);
  const [same, later] = [sum(files, (file) => file.same), sum(files, (file) => file.later)];
  const changed = files.filter((file) => file.stamped > 0).length;
  const parts = [
    `${count(stamped, 'claim')} in ${count(changed, 'file')} ${dryRun ? 'would be stamped' : 'stamped'} ${on}`,
    ...(same > 0 ? [`${same} had this day already`] : []),
    ...(later > 0 ? [`${later} verified later and left alone`] : []),
  ];
  return `${parts.join(', ')}.${dryRun ? ' Nothing was written.' : ''}`;
}

function sum(files: readonly StampedFile[], of: (file: StampedFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}
