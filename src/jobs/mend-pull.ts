import { byFile, mendFile } from '../domain/mend.ts';
import { mendsOfSources } from '../domain/new-sources.ts';
import type { Person } from '../domain/person.ts';
import { permissionsOf, type GitHub, type Slug } from '../github/client.ts';
import { commitFiles } from '../github/commits.ts';
import { readFiles } from '../github/files.ts';
import { commitMessage } from '../render/fix.ts';
import { mendedReply, mendTitle, refusedCommitReply, sentenceReply } from '../render/reply.ts';
import { recallNewSources } from './check-new-sources.ts';
import { judgePull } from './judge-pull.ts';
import type { Tools } from './tools.ts';

const FROM_FORK =
  'This pull request comes from a fork, where the bot may not write. Take over the suggestions on its lines: `Add suggestion to batch` puts several into one commit.';

const DEFAULT_BRANCH =
  'This pull request comes from the default branch, which the bot changes by pull requests only. Write the command on an issue of the bot instead.';

const NOT_PERMITTED =
  'The bot may not write to this repository (it lacks `contents: write`). Take over the suggestions on the lines: `Add suggestion to batch` puts several into one commit.';

/**
 * Puts right what single values can put right in a pull request, in one commit on its branch. Only for somebody who may
 * write to that branch. Gives an answer in Markdown.
 */
export async function mendPull(
  github: GitHub,
  slug: Slug,
  number: number,
  by: Person,
  tools: Tools,
): Promise<string> {
  const judged = await judgePull(github, slug, number, tools);
  if (judged.kind === 'idle') return sentenceReply(`Nothing was done: ${judged.why}.`);
  if (judged.kind === 'unruled') return sentenceReply(`Nothing was done. ${judged.output.title}`);
  const { head, pull, changes, ruling, review, newSources } = judged;
  if (pull.isFromFork) return sentenceReply(FROM_FORK);
  if (pull.branch === head.branch) return sentenceReply(DEFAULT_BRANCH);
  const permissions = await permissionsOf(github);
  if (permissions !== undefined && permissions['contents'] !== 'write') return sentenceReply(NOT_PERMITTED);
  const looks = await recallNewSources(newSources, review, ruling, judged.tools);
  const meant = byFile([...review.mends, ...mendsOfSources(looks)]);
  const touched = changes.flatMap(({ after }) => (after && meant.has(after.path) ? [after] : []));
  const files = await readFiles(github, slug, touched, tools.blobs);
  const edited = files.map((file) => mendFile(file, meant));
  const refused = edited.flatMap((file) => file.refused);
  const mended = edited.filter(({ made }) => made.length > 0);
  const values = mended.reduce((sum, { made }) => sum + made.length, 0);
  if (values === 0) return mendedReply({ values, refused });
  const outcome = await commitFiles(github, slug, {
    branch: pull.branch,
    parent: pull.head,
    files: mended.map(({ file }) => file),
    message: commitMessage(mendTitle(values, mended.length), by, new URL(head.url).hostname),
  });
  if (outcome.kind === 'moved')
    return sentenceReply('Somebody has pushed to this branch just now. Write the command again.');
  if (outcome.kind === 'refused') return refusedCommitReply(outcome.why);
  const { commit } = outcome;
  return mendedReply({ values, refused, commit: { id: commit, url: `${head.url}/commit/${commit}` } });
}
