import { byFile, type Mend } from '../domain/mend.ts';
import { planSuggestions, suggestionsIn, type SuggestedChange } from '../domain/suggested-change.ts';
import type { GitHub } from '../github/client.ts';
import { readFiles } from '../github/files.ts';
import { listSuggestions, postSuggestions, rewriteSuggestion } from '../github/suggestions.ts';
import { overSuggestionBody, suggestionBody, suggestionsIntro } from '../render/suggested-change.ts';
import type { JudgedPull } from './judge-pull.ts';
import type { Tools } from './tools.ts';

/** How many suggestions were made on a pull request, and how many taken back. */
export interface SuggestionsDone {
  made: number;
  takenBack: number;
}

/**
 * Makes the suggestions on a pull request those that its mends lead to. Undefined where nothing was to be done.
 * `spokenOf`: the bot has a comment on it, so it may have made suggestions before.
 */
export async function suggestChanges(
  github: GitHub,
  judged: JudgedPull,
  mends: readonly Mend[],
  spokenOf: boolean,
  tools: Tools,
): Promise<SuggestionsDone | undefined> {
  const { head, pull, ruling } = judged;
  if (ruling.pullRequests.comment === 'never' || pull.isFix) return undefined;
  const wanted = ruling.pullRequests.suggestions ? await wantedOn(github, judged, mends, tools) : [];
  if (wanted.length === 0 && !spokenOf) return undefined;
  const shown = await listSuggestions(github, head.slug, pull.number);
  const { post, takeBack } = planSuggestions(wanted, shown);
  for (const { id, key } of takeBack) await rewriteSuggestion(github, head.slug, id, overSuggestionBody(key));
  if (post.length > 0) {
    const intro = suggestionsIntro(post, mends.length, pull.isFromFork);
    const comments = post.map((change) => ({
      path: change.file,
      line: change.line,
      body: suggestionBody(change),
    }));
    await postSuggestions(github, head.slug, pull, intro, comments);
  }
  if (post.length + takeBack.length === 0) return undefined;
  return { made: post.length, takenBack: takeBack.length };
}

async function wantedOn(
  github: GitHub,
  { head, changes }: JudgedPull,
  mends: readonly Mend[],
  tools: Tools,
): Promise<SuggestedChange[]> {
  const meant = byFile(mends);
  const touched = changes.flatMap(({ after, shown }) =>
    after && shown.length > 0 && meant.has(after.path) ? [{ after, shown }] : [],
  );
  const files = await readFiles(
    github,
    head.slug,
    touched.map(({ after }) => after),
    tools.blobs,
  );
  return files.flatMap((file, index) => suggestionsIn(file, meant, touched[index]?.shown ?? []));
}
