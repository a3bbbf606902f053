import { code } from './safe.ts';

/** Where files of a repository can be looked at. */
export interface Origin {
  /** The repository's own page, without a slash at the end. */
  url: string;
  /** The branch that links point into: a body that named a commit would differ after each push. */
  branch: string;
}

/** A link to a line of a file, shown as the file's path. */
export function fileLink(origin: Origin, file: string, line?: number): string {
  const path = file
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll(/[()]/g, (char) => (char === '(' ? '%28' : '%29'));
  const branch = origin.branch.split('/').map(encodeURIComponent).join('/');
  const anchor = line === undefined ? '' : `#L${line}`;
  return `[${code(file + (line === undefined ? '' : `:${line}`))}](${origin.url}/blob/${branch}/${path}${anchor})`;
}

/** "1 claim", "3 claims". */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
