import { writeComment } from '../github/comments.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { offeredEdits } from '../render/offer.ts';
import type { Origin } from '../render/places.ts';
import type { Mended } from './mend-evaluations.ts';

/** Says in an issue what a person has to change, where the bot may not write. */
export async function offerMended(
  github: GitHub,
  slug: Slug,
  number: number,
  { offered }: Pick<Mended, 'offered'>,
  origin: Origin,
): Promise<void> {
  const some = offered.filter(({ edits }) => edits.length > 0);
  if (some.length > 0) await writeComment(github, slug, number, offeredEdits(some, origin), undefined);
}
