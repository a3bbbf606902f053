import type { Finding } from '../domain/finding.ts';
import type { Problem } from '../domain/problem.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count, fileLink, type Origin } from './places.ts';
import { code, remark } from './safe.ts';

type Problems = Extract<Finding, { kind: 'configuration' | 'problems' }>;

/** Words the issue that lists what is wrong in files. */
export function problemsBody({ kind, problems }: Problems, origin: Origin, budget: number): string {
  const intro = kind === 'configuration' ? configurationIntro(problems.length) : filesIntro(problems.length);
  const head = blocks(intro, tableHead('place', 'what to mend'));
  const rows = rowsWithin(
    problems,
    (problem) => {
      const { message, remedy } = problem;
      return tableRow(placeOf(problem, origin), `${remark(message)} ${remark(remedy)}`.trim());
    },
    budget - head.length,
    (left) => `\n…and ${count(left, 'more problem')}; \`reverify check\` lists them all.`,
  );
  return `${head}\n${rows}`;
}

function placeOf({ repository, file, line }: Problem, origin: Origin): string {
  if (repository === undefined) return fileLink(origin, file, line);
  const elsewhere: Origin = { url: new URL(`/${repository}`, origin.url).href, branch: 'HEAD' };
  return `${code(repository)}: ${fileLink(elsewhere, file, line)}`;
}

function configurationIntro(problems: number): string {
  return [
    `The configuration of Reverify has ${count(problems, 'problem')}. Until it is mended nothing is checked, opened or `,
    'closed: a guess at what you meant could do harm. This issue closes by itself once the configuration can be read.',
  ].join('');
}

function filesIntro(problems: number): string {
  return [
    `${count(problems, 'place')} in evaluation files could not be read as meant. `,
    'What stands there counts as unverified until it is mended; everything else goes on. ',
    'This issue closes by itself once nothing is left to mend.',
  ].join('');
}
