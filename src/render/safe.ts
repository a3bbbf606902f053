// Texts come from files of strangers and from the web. Rendered, they must not mention people, refer to issues, link
// back into other repositories, carry markers or markup, or turn the reading direction.

// Control and format characters: nothing that is seen, but bidirectional controls (the "Trojan Source" set), joiners
// and zero-width spaces are among them. Tabs and line ends count as blanks further down.
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cf}]/gu;

const MARKUP = /[\\`*_[\]|~$<>&{}]/g;

/** A zero-width space as an entity: GitHub looks for mentions and references in the text that it has rendered. */
const BREAK = '&#8203;';

/** Renders a text as itself, on one line: no markup of its own, no mention, no reference, no link. */
export function prose(text: string, maxLength = 300): string {
  return cut(text, maxLength)
    .replaceAll(MARKUP, (char) =>
      char === '<' ? '&lt;' : char === '>' ? '&gt;' : char === '&' ? '&amp;' : `\\${char}`,
    )
    .replaceAll(/[@#]/g, (char) => char + BREAK)
    .replaceAll(/:\/\//g, `:${BREAK}//`)
    .replaceAll(/\bwww\./gi, (www) => www.slice(0, -1) + BREAK + '.')
    .replaceAll(/\b(GH-)(\d)/gi, `$1${BREAK}$2`)
    .replaceAll(/\b([0-9a-f]{6})([0-9a-f]{1,34})\b/gi, `$1${BREAK}$2`);
}

/** Renders a remark of ours, in which names from files stand between backticks: those as code, all else as prose. */
export function remark(text: string, maxLength = 600): string {
  const parts = cut(text, maxLength).split('`');
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : prose(part, maxLength))).join('');
}

/** Renders a text as code on one line; inside it GitHub links and mentions nothing. */
export function code(text: string, maxLength = 200): string {
  const line = cut(text, maxLength).replaceAll('|', '\\|');
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const gap = longest > 0 || line === '' ? ' ' : '';
  return `${fence}${gap}${line}${gap}${fence}`;
}

/** Renders a link to an address of the web, or the label alone where the address is none. */
export function link(label: string, url: string | undefined): string {
  const safe = url === undefined ? undefined : safeAddress(url);
  return safe === undefined ? prose(label) : `[${prose(label)}](${safe})`;
}

/** One line, without what cannot be seen, and not longer than so many characters. */
export function cut(text: string, maxLength: number): string {
  const line = text
    .slice(0, maxLength * 4)
    .replaceAll(UNSEEN, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}

// A link to an issue, pull request, discussion or commit leaves a trace there, seen by everybody who follows it.
// GitHub's own remedy is this host name: docs.github.com, "Avoiding backlinks to linked references".
function safeAddress(url: string): string | undefined {
  if (url.length > 2000 || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  if (parsed.username || parsed.password) return undefined;
  const leavesTrace = /^\/[^/]+\/[^/]+\/(issues|pull|discussions|commit)\//.test(parsed.pathname);
  if (leavesTrace && /^(www\.)?github\.com$/.test(parsed.hostname)) parsed.hostname = 'redirect.github.com';
  return parsed.href.replaceAll(
    /[()<>|\\`*_@]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
