import { code, linkText } from './safe.ts';

/** Where files of a repository can be looked at. */
export interface Origin {
  /** The repository's own page, without a slash at the end. */
  url: string;
  /** The branch that links point into: a body that named a commit would differ after each push. */
  branch: string;
}

/** Servers refuse longer addresses; most take 8,000 characters. */
const MAX_ADDRESS = 6_000;

/** A link to a line of a file, shown as the file's path. */
export function fileLink(origin: Origin, file: string, line?: number): string {
  const address = `${origin.url}/blob/${encodePath(origin.branch)}/${encodePath(file)}`;
  if (line === undefined) return `[${shown(file)}](${address})`;
  return `[${shown(`${file}:${line}`)}](${address}#L${line})`;
}

/** A link to where a file can be edited. */
export function editLink(origin: Origin, file: string): string {
  return `[edit ${shown(file)}](${origin.url}/edit/${encodePath(origin.branch)}/${encodePath(file)})`;
}

/** A link to where a new file can be written, with its text in it where an address can hold that. */
export function newFileLink(origin: Origin, file: string, text: string): string {
  const address = `${origin.url}/new/${encodePath(origin.branch)}?filename=${encodePart(file)}`;
  const filled = `${address}&value=${encodePart(text)}`;
  return `[create ${shown(file)}](${filled.length <= MAX_ADDRESS ? filled : address})`;
}

/** A link to a pull request of the repository. */
export function pullLink({ url }: Origin, number: number): string {
  return `[pull request ${number}](${url}/pull/${number})`;
}

/** A link to an issue of the repository, shown as these words. */
export function issueLink({ url }: Origin, number: number, words: string, maxLength = 200): string {
  return `[${linkText(words, maxLength)}](${url}/issues/${number})`;
}

// Readers of Markdown differ about code that holds brackets or backticks inside a link.
function shown(place: string): string {
  return /[`[\]]/.test(place) ? linkText(place) : code(place);
}

// Half a surrogate pair is no character, and `encodeURIComponent` throws on it.
function encodePath(path: string): string {
  return path.split('/').map(encodePart).join('/');
}

function encodePart(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\uFFFD')).replaceAll(
    /[()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** "1 claim", "3 claims". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** "70 → 72", or the one value where nothing moved or there was none before. */
export function arrow(before: string | number | undefined, after: string | number | undefined): string {
  return before === after || before === undefined ? `${after ?? '—'}` : `${before} → ${after ?? '—'}`;
}
