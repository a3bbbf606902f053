import { causeOf, type GitHub, type Slug } from './client.ts';
import type { OpenFix } from '../domain/fix-pull.ts';
import { readFixMarker } from '../render/marker.ts';
import { listOwn, OWN_LABEL, readOwnFix } from './issues.ts';

/** A branch, and the commit that it points at. */
export interface Branch {
  name: string;
  commit: string;
}

/** Reads the head of a pull request; undefined where it is not open any more. */
export async function readFixBranch(github: GitHub, slug: Slug, number: number): Promise<Branch | undefined> {
  const { data } = await github.rest.pulls.get({ ...slug, pull_number: number });
  return data.state === 'open' ? { name: data.head.ref, commit: data.head.sha } : undefined;
}

/** More branches of one name than this, left behind without a pull request, are nobody's plan. */
const MOST_NAMES = 50;

/** Makes a branch at a commit. A branch that is there already is never touched: the next free name is taken. */
export async function createBranch(
  github: GitHub,
  slug: Slug,
  name: string,
  commit: string,
): Promise<Branch> {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    try {
      await github.rest.git.createRef({ ...slug, ref: `refs/heads/${free}`, sha: commit });
      return { name: free, commit };
    } catch (error) {
      const exists = causeOf(error)?.status === 422 && /already exists/i.test(String(error));
      if (!exists || number >= MOST_NAMES) throw error;
    }
  }
}

const BLOB_AT = `query blobAt($owner: String!, $repo: String!, $expression: String!) {
  repository(owner: $owner, name: $repo) { object(expression: $expression) { oid } }
}`;

/** The blob of a file at a commit; undefined where there is none. */
export async function blobAt(
  github: GitHub,
  slug: Slug,
  commit: string,
  path: string,
): Promise<string | undefined> {
  const answer = await github.graphql<{ repository: { object: { oid: string } | null } | null }>(BLOB_AT, {
    ...slug,
    expression: `${commit}:${path}`,
  });
  return answer.repository?.object?.oid;
}

/** Commits one file to a branch. GitHub refuses where the file is not `blob` any more. Gives the commit. */
export async function commitFile(
  github: GitHub,
  slug: Slug,
  file: { branch: string; path: string; blob: string; bytes: Uint8Array; message: string },
): Promise<string> {
  const { branch, path, blob, bytes, message } = file;
  const content = Buffer.from(bytes).toString('base64');
  const { data } = await github.rest.repos.createOrUpdateFileContents({
    ...slug,
    path,
    branch,
    sha: blob,
    content,
    message,
  });
  return data.commit.sha ?? '';
}

/** What a pull request says. */
export interface FixText {
  title: string;
  body: string;
}

/** Opens a pull request and gives its number. */
export async function openFixPull(
  github: GitHub,
  slug: Slug,
  text: FixText,
  { head, base }: { head: string; base: string },
  labels: readonly string[],
): Promise<number> {
  const { data } = await github.rest.pulls.create({ ...slug, ...text, head, base });
  await labelFixPull(github, slug, data.number, labels);
  return data.number;
}

/** Lists the bot's own open pull requests, also those that it could not label any more. `labels`: those of the policy. */
export async function listFixes(
  github: GitHub,
  slug: Slug,
  appId: number,
  labels: readonly string[],
): Promise<OpenFix[]> {
  const { fixes } = await listOwn(github, slug, appId);
  return [...fixes, ...(await labelForgotten(github, slug, appId, labels))];
}

// Whoever opened them ended right after. They get their label now. They are among the newest, so one page is looked at.
async function labelForgotten(
  github: GitHub,
  slug: Slug,
  appId: number,
  labels: readonly string[],
): Promise<OpenFix[]> {
  const newest = { state: 'open', sort: 'created', direction: 'desc', per_page: 100 } as const;
  const { data } = await github.rest.pulls.list({ ...slug, ...newest });
  const found: OpenFix[] = [];
  for (const pull of data) {
    if (pull.labels.some(({ name }) => name === OWN_LABEL) || !readFixMarker(pull.body ?? '')) continue;
    const own = await readOwnFix(github, slug, pull.number, appId);
    if (own === undefined) continue;
    await labelFixPull(github, slug, own.number, labels);
    found.push(own);
  }
  return found;
}

/** The label by which the bot finds it again, and those of the policy. */
async function labelFixPull(
  github: GitHub,
  slug: Slug,
  number: number,
  labels: readonly string[],
): Promise<void> {
  const all = [...new Set([OWN_LABEL, ...labels])];
  await github.rest.issues.addLabels({ ...slug, issue_number: number, labels: all });
}

/** Rewrites a pull request. */
export async function updateFixPull(
  github: GitHub,
  slug: Slug,
  number: number,
  text: FixText,
): Promise<void> {
  await github.rest.pulls.update({ ...slug, pull_number: number, ...text });
}
