import { createHash } from 'node:crypto';
import type { CheckOutput } from '../render/check.ts';
import type { GitHub, Slug } from './client.ts';

/** The name under which the check run appears, and under which a branch rule can require it. */
export const CHECK_NAME = 'Reverify';

/** GitHub takes so many annotations with one request. */
const ANNOTATIONS_PER_REQUEST = 50;

/**
 * Writes the check run of a commit: nothing where the one that is there says the same, over it where it says something
 * else, a new one otherwise.
 */
export async function writeCheck(
  github: GitHub,
  slug: Slug,
  commit: string,
  output: CheckOutput,
  appId: number,
): Promise<'kept' | 'written'> {
  const fingerprint = createHash('sha256').update(JSON.stringify(output)).digest('hex').slice(0, 40);
  const { data } = await github.rest.checks.listForRef({
    ...slug,
    ref: commit,
    check_name: CHECK_NAME,
    app_id: appId,
  });
  const present = data.check_runs[0];
  if (present?.external_id === fingerprint) return 'kept';
  const { conclusion, title, summary, annotations } = output;
  const first = {
    external_id: fingerprint,
    status: 'completed' as const,
    conclusion,
    output: { title, summary, annotations: annotations.slice(0, ANNOTATIONS_PER_REQUEST).map(plain) },
  };
  // Annotations can only be added to. A check run that had some is replaced by a new one of the same name.
  const run =
    present && present.output.annotations_count === 0
      ? await github.rest.checks.update({ ...slug, check_run_id: present.id, ...first })
      : await github.rest.checks.create({ ...slug, name: CHECK_NAME, head_sha: commit, ...first });
  for (let at = ANNOTATIONS_PER_REQUEST; at < annotations.length; at += ANNOTATIONS_PER_REQUEST) {
    const more = annotations.slice(at, at + ANNOTATIONS_PER_REQUEST).map(plain);
    await github.rest.checks.update({
      ...slug,
      check_run_id: run.data.id,
      output: { title, summary, annotations: more },
    });
  }
  return 'written';
}

function plain(annotation: CheckOutput['annotations'][number]): CheckOutput['annotations'][number] {
  return { ...annotation };
}
