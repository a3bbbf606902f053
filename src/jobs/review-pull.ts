import { compilePatterns } from '../domain/pattern.ts';
import { POLICY_PATH, readPolicy, type Policy } from '../domain/policy.ts';
import type { Problem } from '../domain/problem.ts';
import { reviewOf, type Review } from '../domain/review.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { writeCheck } from '../github/checks.ts';
import { findOwnComment, writeComment } from '../github/comments.ts';
import { listTree, readFiles, type TreeFile } from '../github/files.ts';
import { listChangedFiles, readPull, type ChangedFile, type Pull } from '../github/pulls.ts';
import { readHead } from '../github/repositories.ts';
import { problemsCheck, reviewCheck } from '../render/check.ts';
import { reviewComment } from '../render/comment.ts';
import { deadAddresses } from './check-links.ts';
import { withGitHubDoor } from './link-tools.ts';
import { readRepositoryPolicy, readWorkspaceAt } from './read-repository.ts';
import { todayOf, type Tools } from './tools.ts';
import { complaintsOfPolicy } from './watch-problems.ts';

/** What a review came to. */
export type ReviewOutcome =
  | {
      kind: 'reviewed';
      conclusion: 'success' | 'failure';
      check: 'kept' | 'written';
      comment: 'kept' | 'written' | 'none';
    }
  | { kind: 'idle'; why: string };

/** Reviews a pull request: one check run on its head, and one comment where there is something to say. */
export async function reviewPull(
  github: GitHub,
  slug: Slug,
  number: number,
  tools: Tools,
): Promise<ReviewOutcome> {
  const head = await readHead(github, slug);
  if (!head || head.idle === 'archived')
    return { kind: 'idle', why: head?.idle ?? 'the repository is empty' };
  const pull = await readPull(github, slug, number);
  if (!pull.open) return { kind: 'idle', why: 'the pull request is closed' };
  const policy = await readRepositoryPolicy(github, head, tools);
  if (!policy.value) {
    const title = `${POLICY_PATH} on ${head.branch} has problems, so nothing was reviewed.`;
    const check = await writeCheck(
      github,
      slug,
      pull.head,
      problemsCheck(title, policy.problems),
      tools.appId,
    );
    return { kind: 'reviewed', conclusion: 'failure', check, comment: 'none' };
  }
  const linkTools = withGitHubDoor(github, head, tools);
  const review = await readReview(github, slug, pull, policy.value, linkTools);
  const check = await writeCheck(github, slug, pull.head, reviewCheck(review), tools.appId);
  const comment = await speak(github, slug, pull, review, policy.value.pullRequests.comment, tools);
  return { kind: 'reviewed', conclusion: review.conclusion, check, comment };
}

async function readReview(
  github: GitHub,
  slug: Slug,
  pull: Pull,
  policy: Policy,
  tools: Tools,
): Promise<Review> {
  const changes = await listChangedFiles(github, slug, pull.number);
  const configuration = await proposedPolicyProblems(github, slug, changes, tools);
  const wanted = compilePatterns(policy.evaluations);
  const touched = changes.filter(({ before, after }) => wanted(before ?? '') || wanted(after?.path ?? ''));
  const review =
    touched.length > 0
      ? await compare(github, slug, pull, touched, policy, tools)
      : nothingChanged(policy, tools);
  if (configuration.length === 0) return review;
  return { ...review, problems: [...configuration, ...review.problems], conclusion: 'failure' };
}

function nothingChanged(policy: Policy, tools: Tools): Review {
  const empty = { changed: { files: 0, evaluations: [], problems: [], unreadable: [] }, rest: [] };
  return reviewOf(empty, empty, policy, todayOf(tools));
}

async function compare(
  github: GitHub,
  slug: Slug,
  pull: Pull,
  touched: readonly ChangedFile[],
  policy: Policy,
  tools: Tools,
): Promise<Review> {
  const wanted = compilePatterns(policy.evaluations);
  const base = (await listTree(github, slug, pull.mergeBase)).filter(({ path }) => wanted(path));
  const touchedBefore = new Set(touched.map(({ before }) => before));
  const isTouched = ({ path }: TreeFile): boolean => touchedBefore.has(path);
  const after = touched.flatMap((change) =>
    change.after && wanted(change.after.path) ? [change.after] : [],
  );
  // Both sides in one go, so that they share requests; the workspaces are then made from what is at hand.
  await readFiles(github, slug, [...base, ...after], tools.blobs);
  const workspaceOf = (files: TreeFile[]) => readWorkspaceAt(github, slug, files, policy, tools);
  const [before, rest, changed] = await Promise.all([
    workspaceOf(base.filter(isTouched)),
    workspaceOf(base.filter((file) => !isTouched(file))),
    workspaceOf(after),
  ]);
  const isDead = await deadAddresses([...before.evaluations, ...changed.evaluations], policy, tools);
  const others = rest.evaluations;
  return reviewOf(
    { changed: before, rest: others },
    { changed, rest: others },
    policy,
    todayOf(tools),
    isDead,
  );
}

async function proposedPolicyProblems(
  github: GitHub,
  slug: Slug,
  changes: readonly ChangedFile[],
  tools: Tools,
): Promise<Problem[]> {
  const proposed = changes.find(({ after }) => after?.path === POLICY_PATH)?.after;
  if (!proposed) return [];
  const [file] = await readFiles(github, slug, [proposed], tools.blobs);
  return readPolicy(file ?? { path: POLICY_PATH, bytes: undefined }, complaintsOfPolicy).problems;
}

async function speak(
  github: GitHub,
  slug: Slug,
  pull: Pull,
  review: Review,
  when: Policy['pullRequests']['comment'],
  tools: Tools,
): Promise<'kept' | 'written' | 'none'> {
  if (when === 'never') return 'none';
  const own = await findOwnComment(github, slug, pull.number, tools.appId);
  const something = review.diffs.length > 0 || review.problems.length > 0;
  if (!own && !something && when === 'when-changed') return 'none';
  const body = reviewComment(review);
  if (own?.body.trim() === body.trim()) return 'kept';
  await writeComment(github, slug, pull.number, body, own);
  return 'written';
}
