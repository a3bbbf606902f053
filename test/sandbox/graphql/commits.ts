import { GraphQLError } from 'graphql';
import { signature, synchronizePulls } from '../deeds/pulls.ts';
import { announcePush } from '../deeds/pushes.ts';
import { writeCommit } from '../git/commits.ts';
import { accessible } from '../http/auth.ts';
import type { TokenCall } from '../http/call.ts';
import { ApiError } from '../http/errors.ts';
import { objectAt } from './objects.ts';

/** What a commit to a branch is to be. */
export interface CommitInput {
  branch: { branchName?: string | null; repositoryNameWithOwner?: string | null };
  expectedHeadOid: string;
  fileChanges?: { additions: { path: string; contents: string }[]; deletions: { path: string }[] } | null;
  message: { headline: string; body: string };
}

/** Commits to a branch that still points where the caller takes it to point. */
export async function createCommitOnBranch(call: TokenCall, input: CommitInput) {
  const { world, token, actor } = call;
  const [owner = '', name = ''] = input.branch.repositoryNameWithOwner?.split('/') ?? [];
  const repository = found(() => accessible(world, token, { owner, name, needs: ['contents:write'] }));
  const branch = input.branch.branchName ?? '';
  const ref = `refs/heads/${branch}`;
  const before = await repository.git.commitSha(ref);
  if (before === undefined) throw failure('NOT_FOUND', `No such branch: ${branch}`);
  if (before !== input.expectedHeadOid)
    throw failure(
      'STALE_DATA',
      `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
    );
  const { additions = [], deletions = [] } = input.fileChanges ?? {};
  const after = await writeCommit(repository.git, {
    ref,
    parent: before,
    message: `${input.message.headline}\n\n${input.message.body}`,
    author: signature(world, actor.account),
    files: Object.fromEntries(additions.map(({ path, contents }) => [path, Buffer.from(contents, 'base64')])),
    remove: deletions.map(({ path }) => path),
  });
  await announcePush(world, repository, { ref, before, after, pusher: actor.account });
  await synchronizePulls(world, repository, { ref: branch, before, after, sender: actor.account });
  return { commit: objectAt(repository, after) };
}

function found<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw failure(error.status === 404 ? 'NOT_FOUND' : 'FORBIDDEN', error.message);
  }
}

function failure(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}
