import type { Stamped } from '../domain/stamped.ts';
import { blocks } from './layout.ts';
import { code, remark } from './safe.ts';

const SHOWN = 10;

/** A body with a note on top of it; the body alone where there is nothing to note. */
export function withNote(body: string, note: string): string {
  return blocks(note, body.replace(NOTE, ''));
}

const NOTE = /^> \[!NOTE\]\n> Not stamped: [^\n]*(?:\n> [^\n]*)*\n\n/;

/** What was not stamped, and what a person can do about it. */
export function leftNote({ left, refused, offered }: Stamped): string {
  const lines = [
    ...(left.length > 0
      ? [
          `${namesOf(left.map(({ name }) => name))}: a source is dead or has changed since. Look at it, then tick the claim and **Stamp them all the same**.`,
        ]
      : []),
    ...refused.slice(0, SHOWN).map(({ message }) => remark(message)),
    ...(offered.length > 0
      ? [
          'the bot may not write to this repository (it lacks `contents: write`). A comment below says what to change.',
        ]
      : []),
  ];
  if (lines.length === 0) return '';
  return `> [!NOTE]\n> Not stamped: ${lines.join('\n> ')}`;
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => code(name));
  if (names.length > SHOWN) shown.push(`${names.length - SHOWN} more`);
  return shown.join(', ');
}
