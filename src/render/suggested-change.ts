import type { SuggestedChange } from '../domain/suggested-change.ts';
import { blocks } from './layout.ts';
import { suggestionMarker } from './marker.ts';
import { count } from './places.ts';
import { code, remark } from './safe.ts';

/** What is said above the suggestions of one review. `fixable`: how many values `/reverify fix` would put right. */
export function suggestionsIntro(
  changes: readonly SuggestedChange[],
  fixable: number,
  isFromFork: boolean,
): string {
  const lines = count(changes.length, 'line');
  const all = isFromFork ? '' : ` ${fixSentence(fixable)}`;
  return `A suggestion stands on ${lines}: take over what is right with a click, and close what is not.${all}`;
}

/** Says what `/reverify fix` would do on a pull request; nothing where there is nothing to do. */
export function fixSentence(fixable: number): string {
  if (fixable === 0) return '';
  return `${code('/reverify fix')} in a comment puts ${count(fixable, 'value')} right in one commit.`;
}

/** Of more values on one line the reasons are not told. */
const MOST_REASONS = 5;

/** A suggestion on a line, as GitHub turns it into a button. */
export function suggestionBody({ key, after, mends }: SuggestedChange): string {
  const why = mends
    .slice(0, MOST_REASONS)
    .map(({ rule, message, remedy }) => `${code(rule)}: ${remark(message)} ${remark(remedy)}`);
  if (mends.length > why.length) why.push(`And ${count(mends.length - why.length, 'more value')}.`);
  const longest = Math.max(2, ...Array.from(after.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const block = `${fence}suggestion\n${after}\n${fence}`;
  return `${blocks(why.join('\n'), block, suggestionMarker(key, false))}\n`;
}

/** What stands in the place of a suggestion that is not right any more. */
export function overSuggestionBody(key: string): string {
  return `${blocks('This suggestion was taken back: what it was about has changed.', suggestionMarker(key, true))}\n`;
}
