import { code, linkText } from './safe.ts';

/** Where files of a repository can be looked at. */
export interface Origin {
  /** The repository's own page, without a slash at the end. */
  url: string;
  /** The branch that links point into: a body that named a commit would differ after each push. */
  branch: string;
}

/** A link to a line of a file, shown as the file's path. */
export function fileLink(origin: Origin, file: string, line?: number): string {
  const address = `${origin.url}/blob/${encodePath(origin.branch)}/${encodePath(file)}`;
  if (line === undefined) return `[${shown(file)}](${address})`;
  return `[${shown(`${file}:${line}`)}](${address}#L${line})`;
}

// Readers of Markdown differ about code that holds brackets or backticks inside a link.
function shown(place: string): string {
  return /[`[\]]/.test(place) ? linkText(place) : code(place);
}

// Half a surrogate pair is no character, and `encodeURIComponent` throws on it.
function encodePath(path: string): string {
  return path
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll(/[()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** "1 claim", "3 claims". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** "70 → 72", or the one value where nothing moved or there was none before. */
export function arrow(before: string | number | undefined, after: string | number | undefined): string {
  return before === after || before === undefined ? `${after ?? '—'}` : `${before} → ${after ?? '—'}`;
}
