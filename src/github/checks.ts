import { createHash } from 'node:crypto';
import type { CheckOutput } from '../render/check.ts';
import type { GitHub, Slug } from './client.ts';

/** The name under which the check run appears, and under which a branch rule can require it. */
export const CHECK_NAME = 'Reverify';

/** GitHub takes so many annotations with one request. */
const ANNOTATIONS_PER_REQUEST = 50;

/** The check run of a pull request's head, and what was done to it. */
export interface WrittenCheck {
  id: number;
  done: 'kept' | 'written';
}

/**
 * Writes the check run of a pull request's head: nothing where the one that is there says the same, over it where it says
 * something else, a new one otherwise.
 */
export async function writeCheck(
  github: GitHub,
  slug: Slug,
  pull: { number: number; head: string },
  output: CheckOutput,
  appId: number,
): Promise<WrittenCheck> {
  const id = fingerprintOf(pull, output);
  const [present] = await listChecks(github, slug, pull.head, appId);
  // One that somebody has asked for again is not completed.
  if (present?.external_id === id && present.status === 'completed') return { id: present.id, done: 'kept' };
  const { conclusion, title, summary, annotations } = output;
  const first = {
    external_id: id,
    status: 'completed' as const,
    conclusion,
    output: { title, summary, annotations: annotations.slice(0, ANNOTATIONS_PER_REQUEST).map(plain) },
  };
  // Annotations can only be added to. A check run that had some is replaced by a new one of the same name.
  const run =
    present && present.output.annotations_count === 0
      ? await github.rest.checks.update({ ...slug, check_run_id: present.id, ...first })
      : await github.rest.checks.create({ ...slug, name: CHECK_NAME, head_sha: pull.head, ...first });
  for (let at = ANNOTATIONS_PER_REQUEST; at < annotations.length; at += ANNOTATIONS_PER_REQUEST) {
    const more = annotations.slice(at, at + ANNOTATIONS_PER_REQUEST).map(plain);
    await github.rest.checks.update({
      ...slug,
      check_run_id: run.data.id,
      output: { title, summary, annotations: more },
    });
  }
  return { id: run.data.id, done: 'written' };
}

/** Completes a check run. Of the annotations the first `told` stand in it already; at most fifty may come on top. */
export async function completeCheck(
  github: GitHub,
  slug: Slug,
  pull: { number: number; head: string },
  { id }: WrittenCheck,
  output: CheckOutput,
  told: number,
): Promise<void> {
  const { title, summary, annotations } = output;
  await github.rest.checks.update({
    ...slug,
    check_run_id: id,
    external_id: fingerprintOf(pull, output),
    output: { title, summary, annotations: annotations.slice(told).map(plain) },
  });
}

// The next review of the same head finds by it that everything is said.
function fingerprintOf({ number }: { number: number }, output: CheckOutput): string {
  const hash = createHash('sha256').update(JSON.stringify(output)).digest('hex').slice(0, 40);
  return `${number} ${hash}`;
}

/** The pull requests that a commit was checked for: GitHub names none where they come from forks. */
export async function pullsChecked(
  github: GitHub,
  slug: Slug,
  commit: string,
  appId: number,
): Promise<number[]> {
  const runs = await listChecks(github, slug, commit, appId);
  return runs.flatMap(({ external_id }) => Number(/^(\d+) /.exec(external_id ?? '')?.[1]) || []);
}

async function listChecks(github: GitHub, slug: Slug, commit: string, appId: number) {
  const wanted = { ref: commit, check_name: CHECK_NAME, app_id: appId };
  const { data } = await github.rest.checks.listForRef({ ...slug, ...wanted });
  return data.check_runs;
}

function plain(annotation: CheckOutput['annotations'][number]): CheckOutput['annotations'][number] {
  return { ...annotation };
}
