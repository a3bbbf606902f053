import { readUrl } from '../domain/url.ts';

// Texts come from files of strangers and from the web. Rendered, they must not mention people, refer to issues, link
// back into other repositories, carry markers or markup, or turn the reading direction.

// Words of printable ASCII, with one space between them.
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

// Control and format characters: nothing that is seen, but bidirectional controls (the "Trojan Source" set), joiners
// and zero-width spaces are among them; and halves of surrogate pairs, which no encoding can carry. Tabs and line ends
// count as blanks further down.
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}]/gu;

// An underscore between letters or digits starts no emphasis, and most names here have some.
const MARKUP = /[\\`*[\]|~$<>&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

// Where a text that begins a line would start a list or a rule: a backslash goes here.
const BLOCK_START = /^(?:\d{1,9}(?=[.)](?:\s|$))|(?=[-+=]))/;

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** A zero-width space as an entity: GitHub looks for mentions and references in the text that it has rendered. */
const BREAK = '&#8203;';

/** Longer addresses are shown, not linked. */
const MAX_ADDRESS = 1000;

/** Renders a text as itself, on one line: no markup of its own, no mention, no reference, no link. */
export function prose(text: string, maxLength = 300): string {
  return escaped(cut(text, maxLength)).replace(BLOCK_START, '$&\\');
}

/** Renders a remark of ours, in which names from files stand between backticks: those as code, all else as prose. */
export function remark(text: string, maxLength = 600): string {
  const parts = cut(text, maxLength).split(/(`[^`]+`)/);
  const rendered = parts.map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escaped(part)));
  return rendered.join('').replace(BLOCK_START, '$&\\');
}

/** Renders a text inside an HTML element of ours, where the backslashes of Markdown would show. */
export function htmlText(text: string, maxLength = 100): string {
  return broken(cut(text, maxLength).replaceAll(/[<>&]/g, (char) => entities[char] ?? char));
}

/** Renders a text as code on one line; inside it GitHub links and mentions nothing. */
export function code(text: string, maxLength = 200): string {
  // Nothing can be escaped inside code, so what would read as a marker is taken apart.
  const line = cut(text, maxLength).replaceAll('<!--', '<! --');
  if (line === '') return '—';
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const gap = longest > 0 ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`;
}

/** Renders a link to an address of the web, or the label alone where the address is none. */
export function link(label: string, url: string | undefined, maxLength = 100): string {
  const address = url === undefined ? undefined : safeAddress(url);
  if (address === undefined || cut(label, maxLength) === '') return prose(label, maxLength);
  return `[${linkText(label, maxLength)}](${address})`;
}

/** Renders a text inside the brackets of a link: as prose whose own brackets no reader of Markdown can count among them. */
export function linkText(text: string, maxLength = 200): string {
  return prose(text, maxLength).replaceAll('\\[', '&#91;').replaceAll('\\]', '&#93;');
}

/** One line, without what cannot be seen, and not longer than so many characters. */
export function cut(text: string, maxLength: number): string {
  // Most texts are plain already, and to see so costs a small part of making them so.
  if (text.length <= maxLength && PLAIN.test(text)) return text;
  const line = text
    .slice(0, maxLength * 4)
    .replaceAll(UNSEEN, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return shorten(line, maxLength);
}

/** Not longer than so many characters, and no character split in two. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function escaped(line: string): string {
  return broken(line.replaceAll(MARKUP, (char) => entities[char] ?? `\\${char}`));
}

// Takes apart what GitHub would make a link of. Seven hexadecimal digits are enough for a commit, so none stand in a row.
function broken(line: string): string {
  return line
    .replaceAll(/[@#]/g, `$&${BREAK}`)
    .replaceAll(/:(?=\/\/)/g, `$&${BREAK}`)
    .replaceAll(/www(?=\.)/gi, `$&${BREAK}`)
    .replaceAll(/(?<![a-z0-9])gh-(?=\d)/gi, `$&${BREAK}`)
    .replaceAll(/(?<![a-z0-9])[0-9a-f]{7,}(?![a-z0-9])/gi, (digits) =>
      digits.replaceAll(/.{6}(?=.)/g, `$&${BREAK}`),
    );
}

// A link to an issue, pull request, discussion or commit leaves a trace there, seen by everybody who follows it.
// GitHub's own remedy is this host name: docs.github.com, "Avoiding backlinks to linked references".
function safeAddress(url: string): string | undefined {
  const parsed = url.length > MAX_ADDRESS ? undefined : readUrl(url);
  if (!parsed) return undefined;
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  if (parsed.username || parsed.password) return undefined;
  const leavesTrace = /^\/[^/]+\/[^/]+\/(issues|pull|discussions|commit)\//i.test(parsed.pathname);
  if (leavesTrace && /^(www\.)?github\.com\.?$/.test(parsed.hostname))
    parsed.hostname = 'redirect.github.com';
  const address = parsed.href
    .replaceAll(/[()<>|\\`*@]|(?<![a-z0-9])_|_(?![a-z0-9])/gi, percentEncoded)
    .replaceAll(/&(?=#?\w+;)/g, '&amp;');
  return address.length > MAX_ADDRESS ? undefined : address;
}

function percentEncoded(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
