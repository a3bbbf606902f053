import { mendsOfSources } from '../domain/new-sources.ts';
import { writeCheck } from '../github/checks.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { speakOfNewSources } from './check-new-sources.ts';
import { judgePull } from './judge-pull.ts';
import type { Speech } from './speak-review.ts';
import { suggestChanges, type SuggestionsDone } from './suggest-changes.ts';
import type { Tools } from './tools.ts';

/** What a review came to. */
export type ReviewOutcome =
  | {
      kind: 'reviewed';
      conclusion: 'success' | 'failure';
      check: 'kept' | 'written';
      comment: 'kept' | 'written' | 'none';
      /** What became of new sources that had to be asked: the review was completed, or is out of date. */
      sources?: 'completed' | 'superseded';
      /** What was done about suggestions on its lines, if anything. */
      suggestions?: SuggestionsDone;
    }
  | { kind: 'idle'; why: string };

/**
 * Reviews a pull request: one check run on its head, one comment where there is something to say, and suggestions on its
 * lines where single values would put right what it brings. `superseded`: a newer review waits, so that this one begins
 * nothing more.
 */
export async function reviewPull(
  github: GitHub,
  slug: Slug,
  number: number,
  tools: Tools,
  superseded: AbortSignal,
): Promise<ReviewOutcome> {
  const judged = await judgePull(github, slug, number, tools);
  if (judged.kind === 'idle') return judged;
  if (superseded.aborted) return { kind: 'idle', why: 'a newer review takes its place' };
  const { head, pull } = judged;
  if (judged.kind === 'unruled') {
    const { done } = await writeCheck(github, slug, pull, judged.output, tools.appId);
    return { kind: 'reviewed', conclusion: 'failure', check: done, comment: 'none' };
  }
  const { review, newSources, ruling, above } = judged;
  const idle = head.idle === 'issues-disabled' ? ISSUES_OFF : '';
  const { comment: when, minDelta } = ruling.pullRequests;
  const speech: Speech = { review, above, idle, when, minDelta };
  // Whoever sends a change from outside must not learn through the bot what the App sees of private repositories.
  const asking = { ...(pull.isFromFork ? tools : judged.tools), superseded };
  const { looks, wasSpokenOf, ...said } = await speakOfNewSources(
    github,
    slug,
    pull,
    speech,
    newSources,
    ruling,
    asking,
  );
  const outcome = { kind: 'reviewed', conclusion: review.conclusion, ...said } as const;
  if (said.sources === 'superseded' || superseded.aborted) return outcome;
  const mends = [...review.mends, ...mendsOfSources(looks)];
  const suggestions = await suggestChanges(github, judged, mends, wasSpokenOf, tools);
  return suggestions === undefined ? outcome : { ...outcome, suggestions };
}

const ISSUES_OFF =
  'Issues are switched off in this repository, so nothing is opened when its evidence grows old: only pull requests are reviewed.';
