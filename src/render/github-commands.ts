import { levels, type Level } from '../domain/problem.ts';
import type { Said } from './said.ts';

const commands = { fail: 'error', warn: 'warning', note: 'notice' } as const satisfies Record<Level, string>;

/**
 * What is said of files as commands of a GitHub workflow, which shows them on the lines. The worst come first: it shows
 * ten of each kind.
 */
export function githubCommands(said: readonly Said[]): string {
  const worstFirst = said.toSorted((one, other) => levels.indexOf(one.level) - levels.indexOf(other.level));
  return worstFirst.map((one) => `${commandOf(one)}\n`).join('');
}

function commandOf({ rule, level, file, line, column, text }: Said): string {
  const place = `file=${property(file)},line=${line},col=${column},title=${property(rule)}`;
  return `::${commands[level]} ${place}::${data(text)}`;
}

// As @actions/core escapes them.
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
