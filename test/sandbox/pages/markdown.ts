import { Marked, type RendererObject, type Tokens } from 'marked';
import { escapeHtml, Html } from './html.ts';

/** Where a body stands: what its `#12` lead to, and the name of the box with this place. */
export interface BodyPlace {
  /** The repository's page, such as `/owner/name`. */
  base: string;
  /** The value that a click on the n-th box sends; without it boxes cannot be ticked. */
  box?: (index: number) => string;
}

const TAGS = 'details|summary|br|sub|sup|code|kbd|b|i|em|strong|del|ins|s';
const ALLOWED = new RegExp(`^<(/?)(${TAGS})(?:\\s[^>]*)?/?>$`, 'i');
const ALERT = /^<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:<br>)?/;

/** A body as GitHub shows it; HTML beyond a few harmless tags is shown as the text that it is. */
export function renderBody(body: string, place: BodyPlace): Html {
  const marked = new Marked({ gfm: true, breaks: true, renderer: rendererFor(place) });
  return new Html(marked.parse(body, { async: false }));
}

function rendererFor(place: BodyPlace): RendererObject {
  let boxes = 0;
  let inLink = false;
  return {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => sanitized(text),
    // Text inside a forbidden tag comes marked as escaped already, which it is not.
    text(token: Tokens.Text | Tokens.Escape) {
      if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens);
      const text = escapeText(token.text);
      return inLink ? text : withReferences(text, place.base);
    },
    link({ href, tokens }: Tokens.Link) {
      inLink = true;
      const inside = this.parser.parseInline(tokens);
      inLink = false;
      return /^(https?:|mailto:|#|\/(?!\/))/i.test(href)
        ? `<a href="${escapeHtml(href)}" rel="nofollow">${inside}</a>`
        : inside;
    },
    // Nothing is fetched for a page, as GitHub would do through its proxy.
    image: ({ href, text }: Tokens.Image) =>
      `<a href="${/^https?:/i.test(href) ? escapeHtml(href) : '#'}" rel="nofollow">[image] ${escapeHtml(text)}</a>`,
    blockquote({ tokens }: Tokens.Blockquote) {
      const inside = this.parser.parse(tokens);
      const [start = '', kind] = ALERT.exec(inside) ?? [];
      if (kind === undefined) return `<blockquote>${inside}</blockquote>`;
      const name = `${kind.charAt(0)}${kind.slice(1).toLowerCase()}`;
      const rest = `<p>${inside.slice(start.length)}`;
      return `<div class="alert ${kind.toLowerCase()}"><p class="alert-title">${name}</p>${rest}</div>`;
    },
    checkbox({ checked }: Tokens.Checkbox) {
      const index = boxes;
      boxes += 1;
      const state = `role="checkbox" aria-checked="${checked ? 'true' : 'false'}" class="box"`;
      if (!place.box) return `<span ${state}>${checked ? '✓' : ''}</span> `;
      const value = escapeHtml(place.box(index));
      const label = checked ? 'Untick' : 'Tick';
      return `<button form="tick" name="box" value="${value}" title="${label}" ${state}>${checked ? '✓' : ''}</button> `;
    },
    listitem(item: Tokens.ListItem) {
      return `<li${item.task ? ' class="task"' : ''}>${this.parser.parse(item.tokens)}</li>\n`;
    },
    table(token: Tokens.Table) {
      const head = token.header.map((cell) => this.tablecell(cell)).join('');
      const rows = token.rows.map((row) => `<tr>${row.map((cell) => this.tablecell(cell)).join('')}</tr>`);
      return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
    },
  };
}

/** HTML of a body with its comments gone, harmless tags bare, and all else escaped. */
function sanitized(text: string): string {
  return text
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .split(/(<[^<>]*>)/)
    .map((piece) => {
      const [whole, slash = '', name = ''] = ALLOWED.exec(piece) ?? [];
      if (whole === undefined) return escapeText(piece);
      const open = name.toLowerCase() === 'details' && /\sopen\b/i.test(piece) ? ' open' : '';
      return `<${slash}${name.toLowerCase()}${open}>`;
    })
    .join('');
}

function escapeText(text: string): string {
  return escapeHtml(text).replaceAll(/&amp;(#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,30});/gi, '&$1;');
}

// Mentions and references are what a bot must not cause by accident: here they can be seen.
function withReferences(text: string, base: string): string {
  return text
    .replaceAll(/(^|[^\w&/`])#(\d+)\b/g, `$1<a href="${escapeHtml(base)}/issues/$2">#$2</a>`)
    .replaceAll(/(^|[^\w/`])@([a-z\d](?:[a-z\d-]*[a-z\d])?)/gi, '$1<strong class="mention">@$2</strong>');
}
