import type { Policy } from '../domain/policy.ts';
import { isWorthTelling, type Review } from '../domain/review.ts';
import { completeCheck, writeCheck, type WrittenCheck } from '../github/checks.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { findOwnComment, writeComment, type OwnComment } from '../github/comments.ts';
import type { Pull } from '../github/pulls.ts';
import { reviewCheck, type CheckOutput } from '../render/check.ts';
import { reviewComment, settledComment } from '../render/comment.ts';
import { blocks } from '../render/layout.ts';
import type { NewSourcesSaid } from '../render/new-sources.ts';
import { fixSentence } from '../render/suggested-change.ts';
import type { Tools } from './tools.ts';

/** What there is to say of a pull request, beside its new sources. */
export interface Speech {
  review: Review;
  /** What is to be said before it: what could not be read, what the configuration that it proposes would do. */
  above: string;
  /** What the check run says of a repository in which nothing is opened. */
  idle: string;
  when: Policy['pullRequests']['comment'];
  minDelta: Policy['pullRequests']['minDelta'];
}

/** What was said of a pull request, and where. */
export interface Spoken {
  check: WrittenCheck;
  output: CheckOutput;
  comment: 'kept' | 'written' | 'none';
  own: OwnComment | undefined;
  /** The comment stood there before. */
  wasSpokenOf: boolean;
}

/** Says what there is to say: one check run, and one comment where there is something to say. */
export async function speakReview(
  github: GitHub,
  slug: Slug,
  pull: Pull,
  speech: Speech,
  sources: NewSourcesSaid,
  { appId }: Pick<Tools, 'appId'>,
): Promise<Spoken> {
  const output = outputOf(speech, sources);
  const check = await writeCheck(github, slug, pull, output, appId);
  if (speech.when === 'never' || pull.isFix)
    return { check, output, comment: 'none', own: undefined, wasSpokenOf: false };
  const own = await findOwnComment(github, slug, pull.number, appId);
  const wasSpokenOf = own !== undefined;
  return { check, output, wasSpokenOf, ...(await comment(github, slug, pull, speech, sources, own)) };
}

/** Completes what was said with what is known of the new sources by now. */
export async function completeReview(
  github: GitHub,
  slug: Slug,
  pull: Pull,
  speech: Speech,
  sources: NewSourcesSaid,
  { check, output: before, own }: Spoken,
): Promise<void> {
  const output = outputOf(speech, sources);
  await completeCheck(github, slug, pull, check, output, before.annotations.length);
  if (speech.when !== 'never' && !pull.isFix) await comment(github, slug, pull, speech, sources, own);
}

function outputOf({ review, above, idle }: Speech, sources: NewSourcesSaid): CheckOutput {
  return reviewCheck(review, blocks(above, idle), sources);
}

async function comment(
  github: GitHub,
  slug: Slug,
  pull: Pull,
  { review, above, when, minDelta }: Speech,
  { section, problems, mends }: NewSourcesSaid,
  own: OwnComment | undefined,
): Promise<Pick<Spoken, 'comment' | 'own'>> {
  const something = isWorthTelling(review, minDelta) || above !== '' || problems.length > 0;
  const isSettled = !something && when === 'when-changed';
  if (!own && isSettled) return { comment: 'none', own };
  // To a fork the bot may not write.
  const fixable = pull.isFromFork ? 0 : review.mends.length + mends;
  const below = blocks(section, fixSentence(fixable));
  const body = isSettled ? settledComment(review, below) : reviewComment(review, above, below);
  if (own?.body.trim() === body.trim()) return { comment: 'kept', own };
  return { comment: 'written', own: await writeComment(github, slug, pull.number, body, own) };
}
