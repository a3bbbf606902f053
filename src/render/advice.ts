import { rowsWithin } from './budget.ts';
import { blocks } from './layout.ts';
import { count } from './places.ts';
import { remark } from './safe.ts';

/** What keeps the bot from doing more, a line each. */
export function adviceSection(advice: readonly string[], budget: number): string {
  if (advice.length === 0) return '';
  const rows = rowsWithin(
    advice,
    (text) => `- ${remark(text)}`,
    budget,
    (left) => `\n…and ${count(left, 'more remark')}.`,
  );
  return blocks('### What stands in the bot’s way', rows);
}
