import { compareText } from './order.ts';
import { MAX_PATTERN_LENGTH } from './pattern.ts';

const FILES = '*.{json,yml,yaml}';

/** More folders than this are told by the folders that hold them. */
const MANY_FOLDERS = 3;
const MAX_PATTERNS = 10;

/** Documents that tools keep for themselves. */
const OF_TOOLS =
  /^(?:package|composer|npm-shrinkwrap|deno|(?:ts|js)config(?:\..*)?|.*[-.]lock|.*\.schema)\.\w+$/;

/** Whether a file is worth a look where nobody has said which files are evaluations. */
export function mayBeEvaluation(path: string): boolean {
  const names = path.split('/');
  if (names.some((name) => name.startsWith('.') || name === 'node_modules')) return false;
  const name = names.at(-1) ?? '';
  return /\.(?:json|yml|yaml)$/.test(name) && !OF_TOOLS.test(name);
}

/** Proposes patterns that take in evaluation files, and those that will stand beside them; at most ten. */
export function patternsFor(files: readonly string[]): string[] {
  const folders = files.map(parentOf);
  const atTop = folders.includes('') ? [FILES] : [];
  const below = fewOf(folders.filter((folder) => folder !== '')).map(patternOf);
  return [...new Set([...atTop, ...below])].slice(0, MAX_PATTERNS);
}

function fewOf(folders: readonly string[]): string[] {
  let few = outermost(folders);
  for (;;) {
    const deepest = Math.max(0, ...few.map(depthOf));
    if (few.length <= MANY_FOLDERS || deepest <= 1) return few;
    few = outermost(few.map((folder) => (depthOf(folder) === deepest ? parentOf(folder) : folder)));
  }
}

// In order, and without those that lie in another one.
function outermost(folders: readonly string[]): string[] {
  const all = new Set(folders);
  return [...all].filter((folder) => !hasOneAbove(folder, all)).toSorted(compareText);
}

function hasOneAbove(folder: string, all: ReadonlySet<string>): boolean {
  for (let above = parentOf(folder); above !== ''; above = parentOf(above)) if (all.has(above)) return true;
  return false;
}

function patternOf(folder: string): string {
  const pattern = `${literal(folder)}/**/${FILES}`;
  if (pattern.length <= MAX_PATTERN_LENGTH) return pattern;
  const above = parentOf(folder);
  return above === '' ? `*/**/${FILES}` : patternOf(above);
}

// Patterns know no escape: what has a meaning in them, in YAML or in Markdown stands for any character.
function literal(folder: string): string {
  return folder.replaceAll(/[^\p{L}\p{N}/._+=,-]/gu, (char) => '?'.repeat(char.length));
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function depthOf(folder: string): number {
  return folder.split('/').length;
}
