import type { SourceFile } from '../domain/document.ts';
import { newSourcesIn, type NewSources } from '../domain/new-sources.ts';
import { compilePatterns } from '../domain/pattern.ts';
import { POLICY_PATH, type Policy } from '../domain/policy.ts';
import type { Problem, Reading } from '../domain/problem.ts';
import { reviewOf, type Review } from '../domain/review.ts';
import { readWorkspace } from '../domain/workspace.ts';
import { withArchives } from '../github/archive.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { listTree, readFiles } from '../github/files.ts';
import { listChangedFiles, readPull, type ChangedFile, type Pull } from '../github/pulls.ts';
import { readHead, type Head } from '../github/repositories.ts';
import { problemsCheck, type CheckOutput } from '../render/check.ts';
import { largePullWords } from '../render/large-pull.ts';
import { blocks } from '../render/layout.ts';
import { previewWords } from '../render/preview.ts';
import { withGitHubDoor, type LinkTools } from './link-tools.ts';
import { knownWorld } from './known-world.ts';
import { previewPolicy } from './preview-policy.ts';
import { isConfigured, readRepositoryPolicy } from './read-repository.ts';
import { todayOf, type Tools } from './tools.ts';
import { withWatchProblems } from './watch-problems.ts';

/** A pull request as it was read and judged. Nothing has been said of it yet. */
export interface JudgedPull extends Reviewed {
  kind: 'judged';
  head: Head;
  pull: Pull;
  changes: readonly ChangedFile[];
  /** What rules it. */
  ruling: Policy;
  /** What is to be said before the review, rendered. */
  above: string;
  tools: LinkTools;
}

/** Reads a pull request and judges it. */
export async function judgePull(
  github: GitHub,
  slug: Slug,
  number: number,
  tools: Tools,
): Promise<
  | JudgedPull
  | { kind: 'unruled'; head: Head; pull: Pull; output: CheckOutput }
  | { kind: 'idle'; why: string }
> {
  const head = await readHead(github, slug);
  if (!head || head.idle === 'archived')
    return { kind: 'idle', why: head?.idle ?? 'the repository is empty' };
  const pull = await readPull(github, slug, number);
  if (!pull.open) return { kind: 'idle', why: 'the pull request is closed' };
  const changes = await listChangedFiles(github, slug, number);
  const policy = await readRepositoryPolicy(github, head, tools);
  const proposed = await readProposedPolicy(github, head, changes, tools);
  if (!proposed && !isConfigured(head)) return { kind: 'idle', why: 'the repository is not configured yet' };
  // A pull request that mends the configuration is held against what it proposes, or it could never be merged.
  const ruling = policy.value ?? proposed?.value;
  if (!ruling) return { kind: 'unruled', head, pull, output: brokenPolicyCheck(head, policy, proposed) };
  const linkTools = withGitHubDoor(github, head, tools);
  const { review, newSources } = await readReview(
    github,
    head,
    pull,
    changes,
    proposed?.problems ?? [],
    rulingFor(pull, ruling),
    linkTools,
  );
  // On any other branch a configuration rules nothing.
  const takesEffect = pull.base === head.branch;
  const preview = takesEffect ? await previewOfPolicy(github, head, policy, proposed, tools) : '';
  const above = blocks(largePullWords(pull.files, changes.length), preview);
  return { kind: 'judged', head, pull, changes, ruling, review, newSources, above, tools: linkTools };
}

function brokenPolicyCheck(
  { branch }: Head,
  policy: Reading<Policy>,
  proposed: Reading<Policy> | undefined,
): CheckOutput {
  const { problems } = proposed ?? policy;
  const where = proposed ? 'as it is proposed here' : `on ${branch}`;
  const elsewhere = problems.find(({ repository }) => repository !== undefined)?.repository;
  const which = elsewhere === undefined ? `${POLICY_PATH} ${where}` : `${POLICY_PATH} of ${elsewhere}`;
  return problemsCheck(`${which} has problems, so nothing was reviewed.`, problems);
}

async function readReview(
  github: GitHub,
  head: Head,
  pull: Pull,
  changes: readonly ChangedFile[],
  configuration: readonly Problem[],
  policy: Policy,
  tools: Tools,
): Promise<Reviewed> {
  const wanted = compilePatterns(policy.evaluations);
  const touched = changes.filter(({ before, after }) => wanted(before ?? '') || wanted(after?.path ?? ''));
  const reviewed =
    touched.length > 0
      ? await compare(github, head, pull, touched, policy, tools)
      : nothingChanged(policy, tools);
  // What was not seen may be the very thing that fails: a branch rule must not take it for passed.
  if (configuration.length === 0 && changes.length >= pull.files) return reviewed;
  const { review, newSources } = reviewed;
  const problems = [...configuration, ...review.problems];
  return { review: { ...review, problems, conclusion: 'failure' }, newSources };
}

interface Reviewed {
  review: Review;
  newSources: NewSources;
}

// The bot's own pull request says who has looked at each claim, which is all that these two ask for.
function rulingFor({ isFix }: Pull, policy: Policy): Policy {
  if (!isFix) return policy;
  const { pullRequests } = policy;
  const rules = { ...pullRequests.rules, restamp: 'off', 'evidence-aged': 'off' } as const;
  return { ...policy, pullRequests: { ...pullRequests, rules } };
}

function nothingChanged(policy: Policy, tools: Tools): Reviewed {
  const empty = { changed: { files: 0, evaluations: [], problems: [], unreadable: [] }, rest: [] };
  const review = reviewOf(empty, empty, policy, todayOf(tools));
  return { review, newSources: { sources: [], left: 0 } };
}

async function compare(
  github: GitHub,
  { slug, id }: Head,
  pull: Pull,
  touched: readonly ChangedFile[],
  policy: Policy,
  tools: Tools,
): Promise<Reviewed> {
  const wanted = compilePatterns(policy.evaluations);
  const tree = await listTree(github, slug, pull.mergeBase);
  const base = tree.filter(({ path }) => wanted(path));
  const after = touched.flatMap((change) =>
    change.after && wanted(change.after.path) ? [change.after] : [],
  );
  // Nobody has listed the head, and the base has most of it.
  const treeBytes = tree.reduce((sum, { size = 0 }) => sum + size, 0);
  const snapshots = [
    { commit: pull.mergeBase, files: base, treeBytes },
    { commit: pull.head, files: after, treeBytes },
  ];
  const blobs = await withArchives(github, slug, snapshots, tools);
  // Both sides in one go, so that they share requests.
  const sources = await readFiles(github, slug, [...base, ...after], blobs);
  const workspaceOf = (files: SourceFile[]) => withWatchProblems(readWorkspace(files, policy.fields));
  const touchedBefore = new Set(touched.map(({ before }) => before));
  const isTouched = ({ path }: SourceFile): boolean => touchedBefore.has(path);
  const old = sources.slice(0, base.length);
  const before = workspaceOf(old.filter(isTouched));
  const rest = workspaceOf(old.filter((file) => !isTouched(file)));
  const changed = workspaceOf(sources.slice(base.length));
  const others = rest.evaluations;
  const touchedOnes = [...before.evaluations, ...changed.evaluations];
  const known = await knownWorld(touchedOnes, others, policy, id, tools);
  const sides = [
    { changed: before, rest: others },
    { changed, rest: others },
  ] as const;
  const review = reviewOf(...sides, policy, todayOf(tools), known);
  return { review, newSources: newSourcesIn(...sides) };
}

/** The policy that a pull request proposes. */
interface Proposed extends Reading<Policy> {
  /** Whether the repository is still configured with it. */
  configures: boolean;
}

// Undefined where the pull request leaves the configuration alone.
async function readProposedPolicy(
  github: GitHub,
  head: Head,
  changes: readonly ChangedFile[],
  tools: Tools,
): Promise<Proposed | undefined> {
  const written = changes.find(({ after }) => after?.path === POLICY_PATH)?.after;
  const isTouched = written !== undefined || changes.some(({ before }) => before === POLICY_PATH);
  if (!isTouched) return undefined;
  const file = written ?? null;
  const reading = await readRepositoryPolicy(github, head, tools, file);
  return { ...reading, configures: isConfigured(head, file) };
}

async function previewOfPolicy(
  github: GitHub,
  head: Head,
  present: Reading<Policy>,
  proposed: Proposed | undefined,
  tools: Tools,
): Promise<string> {
  if (!proposed?.value) return '';
  const { value: policy, configures } = proposed;
  return previewWords(await previewPolicy(github, head, present, { policy, configures }, tools));
}
