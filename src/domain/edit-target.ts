import type { Path } from './document.ts';

/** Why a value is not edited in a file that can be read. */
export type EditObstacle =
  | 'missing'
  | 'several-values'
  | 'reserved-key'
  | 'repeated-key'
  | 'shared'
  | 'several-lines'
  | 'tagged'
  | 'conflict'
  | 'unsafe';

/** One value in a text, from its first character to behind its last, and how another is written in its place. */
export interface Span {
  kind: 'span';
  from: number;
  to: number;
  /** Undefined where the tag in front of it does not let the new value be read as it is. */
  write(value: string | number): string | undefined;
}

/** What keeps the value at a path from being edited, and the offset at which a person should look. */
export interface Obstacle {
  kind: 'obstacle';
  reason: EditObstacle;
  at: number;
}

export type Target = Span | Obstacle;

/** An obstacle at an offset. */
export function obstacle(reason: EditObstacle, at: number): Obstacle {
  return { kind: 'obstacle', reason, at };
}

/** The value at a path of a document's value, by its own keys only; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (Array.isArray(at) !== (typeof key === 'number') || !Object.hasOwn(at, key)) return undefined;
    at = at[key as keyof typeof at];
  }
  return at;
}

/** The refusal in words for a person. `field` is the path as text. */
export function refusalSentence(reason: EditObstacle, field: string): string {
  const sentences: Record<EditObstacle, string> = {
    missing: `Nothing stands at \`${field}\`. Write it there by hand.`,
    'several-values': `\`${field}\` is a list or an object, not one value. Edit it by hand.`,
    'reserved-key': `\`${field}\` holds a name that programs reserve for themselves. Rename it.`,
    'repeated-key': `A key on the way to \`${field}\` stands twice, and only one counts. Delete or rename one of the two.`,
    shared: `\`${field}\` is an alias or lies under an anchor, so a change would reach other places. Edit it by hand.`,
    'several-lines': `\`${field}\` is a text of several lines. Edit it by hand.`,
    tagged: `\`${field}\` has a tag that the new value does not fit. Edit it by hand.`,
    conflict: `Two different values were asked for at \`${field}\`. Choose one.`,
    unsafe: `\`${field}\` was left alone: with the edits the file would read differently elsewhere, too. Edit it by hand.`,
  };
  return sentences[reason];
}
