import { readEvaluation, type Evaluation } from '../domain/evaluation.ts';
import { editFile, type Edit, type RefusedEdit } from '../domain/edit.ts';
import { changesOf } from '../domain/fix-changes.ts';
import { joinStamps, type FixKind, type OpenFix, type Stamp } from '../domain/fix-pull.ts';
import type { Person } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type { KnownSources } from '../domain/unchanged.ts';
import { permissionsOf, type GitHub } from '../github/client.ts';
import { readFiles } from '../github/files.ts';
import {
  blobAt,
  commitFile,
  createBranch,
  openFixPull,
  readFixBranch,
  updateFixPull,
  type Branch,
} from '../github/fix-pulls.ts';
import type { Head } from '../github/repositories.ts';
import { commitMessage, fixBody, fixTitle, type FixStory } from '../render/fix.ts';
import type { Tools } from './tools.ts';

/** What somebody wants changed in the file of one evaluation. */
export interface FixWish {
  kind: FixKind;
  /** The key of the evaluation's stale issue. */
  key: string;
  /** As it stands on the default branch. */
  evaluation: Evaluation;
  /** What to change, in the evaluation as it stands on the branch of the pull request. */
  editsIn(evaluation: Evaluation): Edit[];
  by: Person;
  /** What this says of claims that somebody has looked at. */
  stamps: readonly Stamp[];
  known: KnownSources;
}

/** What became of a wish. */
export type FixOutcome =
  /** A pull request has it. `refused`: what could not be changed without touching anything else. */
  | { kind: 'opened' | 'appended' | 'there-already'; number: number; refused: readonly RefusedEdit[] }
  /** The bot may not write: the edits are for a person to make. */
  | { kind: 'not-permitted'; edits: readonly Edit[] }
  | { kind: 'nothing'; refused: readonly RefusedEdit[] };

/** Opens the pull request of an evaluation and a kind, or adds to the one that is open. */
export async function openFix(
  github: GitHub,
  head: Head,
  wish: FixWish,
  open: readonly OpenFix[],
  policy: Policy,
  tools: Tools,
): Promise<FixOutcome> {
  const permissions = await permissionsOf(github);
  if (permissions !== undefined && permissions['contents'] !== 'write')
    return { kind: 'not-permitted', edits: wish.editsIn(wish.evaluation) };
  const known = await openFixOf(github, head, wish, open);
  const at = known?.branch.commit ?? head.commit;
  const file = await readEvaluationAt(github, head, at, wish.evaluation.file, policy, tools);
  if (file === undefined) return { kind: 'nothing', refused: [] };
  const { file: edited, made, refused } = editFile(file.source, wish.editsIn(file.evaluation));
  const { value: after } = readEvaluation(edited, policy.fields);
  if (made.length === 0 || edited.bytes === undefined || after === undefined)
    return known ? { kind: 'there-already', number: known.number, refused } : { kind: 'nothing', refused };
  const story: FixStory = {
    evaluation: wish.evaluation,
    changes: changesOf(wish.kind, wish.evaluation, after),
    memo: { kind: wish.kind, key: wish.key, stamps: joinStamps(known?.memo.stamps ?? [], wish.stamps) },
    known: wish.known,
  };
  const branch = known?.branch ?? (await createBranch(github, head.slug, branchName(wish), head.commit));
  await commitFile(github, head.slug, {
    branch: branch.name,
    path: wish.evaluation.file,
    blob: file.blob,
    bytes: edited.bytes,
    message: commitMessage(fixTitle(story), wish.by, new URL(head.url).hostname),
  });
  const text = { title: fixTitle(story), body: fixBody(story, { url: head.url, branch: head.branch }) };
  if (known) {
    await updateFixPull(github, head.slug, known.number, text);
    return { kind: 'appended', number: known.number, refused };
  }
  const ends = { head: branch.name, base: head.branch };
  const number = await openFixPull(github, head.slug, text, ends, policy.issues.labels);
  return { kind: 'opened', number, refused };
}

/** The open pull request of a wish, with its branch. It may have been closed since it was listed. */
async function openFixOf(
  github: GitHub,
  { slug }: Head,
  { kind, key }: FixWish,
  open: readonly OpenFix[],
): Promise<(OpenFix & { branch: Branch }) | undefined> {
  const listed = open.find(({ memo }) => memo.kind === kind && memo.key === key);
  const branch = listed && (await readFixBranch(github, slug, listed.number));
  return listed && branch && { ...listed, branch };
}

/** The evaluation as it stands at a commit. */
async function readEvaluationAt(
  github: GitHub,
  { slug }: Head,
  commit: string,
  path: string,
  policy: Policy,
  tools: Tools,
) {
  const blob = await blobAt(github, slug, commit, path);
  if (blob === undefined) return undefined;
  const [source] = await readFiles(github, slug, [{ path, blob, size: undefined }], tools.blobs);
  const evaluation = source && readEvaluation(source, policy.fields).value;
  return source && evaluation ? { blob, source, evaluation } : undefined;
}

// Only letters that no shell, address or file system takes for anything else.
function branchName({ kind, key, evaluation }: FixWish): string {
  const id = evaluation.id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  return `reverify/${kind}-${id || 'evaluation'}-${key.slice(0, 6)}`;
}
