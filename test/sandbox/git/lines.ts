import type { GitRepository } from './repository.ts';

/** Where a line of a file at one commit is at a later one; undefined where it was changed or taken away. */
export async function lineNow(
  git: GitRepository,
  { path, line, commitSha }: { path: string; line: number; commitSha: string },
  later: string,
): Promise<number | undefined> {
  if (commitSha === later) return line;
  const diff = await git.run(['diff', '-U0', commitSha, later, '--', path]);
  let moved = 0;
  for (const [, from, old = '1', , now = '1'] of diff
    .toString('utf8')
    .matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)) {
    const start = Number(from);
    if (Number(old) === 0 ? start >= line : start > line) break;
    if (line < start + Number(old)) return undefined;
    moved += Number(now) - Number(old);
  }
  return (await git.read(`${later}:${path}`)) ? line + moved : undefined;
}
