import type { Finding } from '../domain/finding.ts';
import { rowsWithin } from './budget.ts';
import { count, fileLink, type Origin } from './places.ts';
import { remark } from './safe.ts';

type Problems = Extract<Finding, { kind: 'configuration' | 'problems' }>;

const introduction = {
  configuration: [
    'The configuration has the problems below. Until they are mended nothing is checked, opened or closed: ',
    'a guess at what you meant could do harm.',
  ].join(''),
  problems: [
    'These places could not be read as they should be. What they say counts as unverified until they are mended; ',
    'everything else goes on. This issue closes by itself.',
  ].join(''),
};

/** Words the issue that lists what is wrong in files. */
export function problemsBody({ kind, problems }: Problems, origin: Origin, budget: number): string {
  const rows = problems.map(({ file, line, message, remedy }) => {
    return `| ${fileLink(origin, file, line)} | ${remark(message)} | ${remark(remedy)} |`;
  });
  const table = rowsWithin(rows, rows.length, budget - 1000, (left) => {
    return `…and ${count(left, 'more problem')}; \`reverify check\` lists them all.`;
  });
  return `${introduction[kind]}\n\n| place | problem | remedy |\n| --- | --- | --- |\n${table}`;
}
