import type { Evaluation } from '../domain/evaluation.ts';
import type { Policy } from '../domain/policy.ts';
import { placed, type Complaint, type Problem } from '../domain/problem.ts';
import type { Workspace } from '../domain/workspace.ts';
import { understand, understandCheck } from '../upstream/understand.ts';

/** What is wrong with the watches of a configuration, beyond their shape. */
export function complaintsOfPolicy({ watch }: Policy): Complaint[] {
  return watch.flatMap((one, index) => within(['watch', index], understand(one)));
}

/** A workspace with what is wrong with the watches and checks of its evaluations, beyond their shape. */
export function withWatchProblems(workspace: Workspace): Workspace {
  const problems = workspace.evaluations.flatMap(problemsOf);
  return problems.length === 0 ? workspace : { ...workspace, problems: [...workspace.problems, ...problems] };
}

function problemsOf(evaluation: Evaluation): Problem[] {
  return placed(evaluation, [
    ...evaluation.watches.flatMap((watch) => within(watch.path, understand(watch))),
    ...evaluation.claims.flatMap(({ check, path }) =>
      check === undefined ? [] : within([...path, 'check'], understandCheck(check)),
    ),
  ]);
}

function within(
  path: Complaint['path'],
  read: { understood: unknown } | { complaints: readonly Complaint[] },
): Complaint[] {
  if (!('complaints' in read)) return [];
  return read.complaints.map((complaint) => ({ ...complaint, path: [...path, ...complaint.path] }));
}
