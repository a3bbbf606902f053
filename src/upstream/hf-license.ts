import * as z from 'zod';
import { HUB } from './hf-hub.ts';

const Text = z.string().max(500);
const Card = z
  .object({
    license: z.union([Text, z.array(Text).max(20)]).nullish(),
    license_name: Text.nullish(),
  })
  .nullish();

/** A license as a card gives it: the Hub's own word for it and, mostly where that is `other`, a name. */
interface License {
  /** In words for a person: `apache-2.0`, `other (minimax-community)`, `none`. */
  words: string;
  /** What a claim can be held against: `apache-2.0`, `minimax-community`; null where the card names none. */
  name: string | null;
}

/**
 * The license that a model's card names. It comes with the page, costs no list of files, and is what the Hub itself
 * shows and searches by. A new text in the file `LICENSE` under the same name is not seen.
 */
export function licenseOf(card: unknown): License | { why: string } {
  const read = Card.safeParse(card);
  if (!read.success) return { why: `${HUB} shows a model card with an unexpected license.` };
  const { license, license_name: own } = read.data ?? {};
  const word = (Array.isArray(license) ? license : [license ?? '']).filter(Boolean).join(', ');
  if (word === '') return { words: own ? `other (${own})` : 'none', name: own || null };
  return { words: own ? `${word} (${own})` : word, name: word === 'other' && own ? own : word };
}
