import type { SourceFile } from './document.ts';
import { readEvaluation, type Evaluation } from './evaluation.ts';
import type { Policy } from './policy.ts';
import { placed, type Problem } from './problem.ts';

/** All evaluations of a repository at one moment, and all that is wrong with their files. */
export interface Workspace {
  files: number;
  evaluations: readonly Evaluation[];
  problems: readonly Problem[];
  /** Files that could not be read at all: what they held is not known, so nothing about it may be closed. */
  unreadable: readonly string[];
}

/** Reads files as a workspace. One bad file leaves the others readable. */
export function readWorkspace(files: Iterable<SourceFile>, fields: Policy['fields']): Workspace {
  const evaluations: Evaluation[] = [];
  const problems: Problem[] = [];
  const unreadable: string[] = [];
  const byId = new Map<string, Evaluation>();
  let count = 0;
  for (const file of files) {
    count++;
    const reading = readEvaluation(file, fields);
    problems.push(...reading.problems);
    const evaluation = reading.value;
    if (!evaluation) {
      if (reading.problems.some(({ level }) => level === 'fail')) unreadable.push(file.path);
      continue;
    }
    const first = byId.get(evaluation.id);
    if (first) problems.push(...duplicateId(evaluation, first));
    const named = first ? { ...evaluation, id: freeId(evaluation.file, byId) } : evaluation;
    byId.set(named.id, named);
    evaluations.push(named);
  }
  return { files: count, evaluations, problems, unreadable };
}

// Two files with one id are still two evaluations: the later goes by its path. Whatever else is called so, no two may
// share an id, or they would share an issue.
function freeId(file: string, taken: ReadonlyMap<string, Evaluation>): string {
  const candidates = [file.replace(/\.[^./]+$/, ''), file];
  for (let number = 2; ; number++) {
    const free = candidates.find((id) => !taken.has(id));
    if (free !== undefined) return free;
    candidates.push(`${file}#${number}`);
  }
}

function duplicateId(second: Evaluation, first: Evaluation): Problem[] {
  const message = `The id "${second.id}" stands in ${first.file} too.`;
  const remedy = 'Give one of the two another id.';
  return placed(second, [{ rule: 'duplicate-id', level: 'fail', path: ['id'], message, remedy }]);
}
