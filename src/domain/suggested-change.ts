import { createHash } from 'node:crypto';
import type { SourceFile } from './document.ts';
import { mendFile, type Mend, type MendsByFile } from './mend.ts';

/** One line of a file as it should be, for a person to take over with a click. */
export interface SuggestedChange {
  /** The same while it is the same change of the same values. */
  key: string;
  file: string;
  /** Counted from 1. */
  line: number;
  /** The whole line, without its end. */
  after: string;
  mends: readonly Mend[];
}

/** A suggestion that stands on a pull request. */
export interface ShownSuggestion {
  /** The comment that holds it. */
  id: number;
  key: string;
  /** It was taken back. */
  isOver: boolean;
  /** The line has changed since, so nobody can take it over any more. */
  isOutdated: boolean;
  /** Somebody has closed the conversation about it. */
  isResolved: boolean;
}

/** More than this stand on a pull request at a time. */
export const MAX_SUGGESTIONS = 10;

/** Longer lines are for no one to read in a comment. */
const MAX_LINE_LENGTH = 1_000;

// Nobody should take over what cannot be seen; and how GitHub would end a line with a carriage return is written nowhere.
const UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Lines of a file that a reader of the pull request sees, both ends included. */
export interface LineRange {
  from: number;
  to: number;
}

/** The lines that mends change in a file, as far as they can be suggested: GitHub takes none outside of the diff. */
export function suggestionsIn(
  file: SourceFile,
  mends: MendsByFile,
  shown: readonly LineRange[],
): SuggestedChange[] {
  const { file: mended, made } = mendFile(file, mends);
  if (made.length === 0) return [];
  const after = linesOf(mended);
  const byPath = new Map(mends.get(file.path)?.map((mend) => [JSON.stringify(mend.path), mend]));
  const byLine = new Map<number, Mend[]>();
  for (const { path, line } of made.toSorted((one, other) => one.line - other.line)) {
    const mend = byPath.get(JSON.stringify(path));
    const known = byLine.get(line);
    if (mend && known) known.push(mend);
    else if (mend) byLine.set(line, [mend]);
  }
  return [...byLine].flatMap(([line, asked]) => {
    const text = after[line - 1] ?? '';
    const isShown = shown.some(({ from, to }) => from <= line && line <= to);
    const isPlain = text.length <= MAX_LINE_LENGTH && !UNSEEN.test(text);
    if (!isShown || !isPlain) return [];
    const key = keyOf(file.path, asked);
    return [{ key, file: file.path, line, after: text, mends: asked }];
  });
}

/** What is to be done for a pull request to show what is wanted. */
export interface SuggestionPlan {
  post: SuggestedChange[];
  /** Those that are not right any more. */
  takeBack: ShownSuggestion[];
}

/** What somebody has closed is not said again; what is outdated is left to GitHub, which folds it. */
export function planSuggestions(
  wanted: readonly SuggestedChange[],
  shown: readonly ShownSuggestion[],
): SuggestionPlan {
  const standing = shown.filter(
    ({ isOver, isOutdated, isResolved }) => !isOver && !isOutdated && !isResolved,
  );
  const said = new Set([...standing, ...shown.filter(({ isResolved }) => isResolved)].map(({ key }) => key));
  const isWanted = new Set(wanted.map(({ key }) => key));
  const takeBack = standing.filter(({ key }) => !isWanted.has(key));
  const room = MAX_SUGGESTIONS - (standing.length - takeBack.length);
  const post = wanted.filter(({ key }) => !said.has(key)).slice(0, Math.max(0, room));
  return { post, takeBack };
}

function linesOf({ bytes }: SourceFile): string[] {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n');
}

function keyOf(file: string, mends: readonly Mend[]): string {
  const values = mends.map(({ path, value }) => [path, value]);
  return createHash('sha256')
    .update(JSON.stringify([file, values]))
    .digest('hex')
    .slice(0, 16);
}
