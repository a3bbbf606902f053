import { lexer, type Token, type Tokens } from 'marked';

/** What a reader of GitHub would get of a Markdown text, as far as harm can hide in it. */
export interface Reading {
  /** Text outside code, entities decoded; what the renderer would put into one node is one text. */
  texts: string[];
  codes: string[];
  links: string[];
  images: string[];
  html: string[];
  tables: Tokens.Table[];
  /** Whether each box of a task list is ticked. */
  tasks: boolean[];
  /** Types of all tokens. */
  types: Set<string>;
}

/** Parses GitHub's Markdown and gathers what stands in its tree. */
export function read(markdown: string): Reading {
  const reading: Reading = {
    texts: [],
    codes: [],
    links: [],
    images: [],
    html: [],
    tables: [],
    tasks: [],
    types: new Set(),
  };
  gather(lexer(markdown, { gfm: true }), reading);
  return reading;
}

/** All text and code of a Markdown text in the order of reading, without the zero-width spaces that we put in. */
export function readAloud(markdown: string): string {
  return aloud(lexer(markdown, { gfm: true })).replaceAll('\u200B', '');
}

/** The same for one cell of a table. */
export function readCell(cell: Tokens.TableCell | undefined): string {
  return aloud(cell?.tokens ?? []).replaceAll('\u200B', '');
}

/** Whether each row of a table, taken as a head, has the columns that its delimiter row asks for. */
export function isRegular(table: Tokens.Table): boolean {
  const [head, delimiter, ...rows] = table.raw.trimEnd().split('\n');
  return [head, ...rows].every((row) => lexer(`${row}\n${delimiter}`, { gfm: true })[0]?.type === 'table');
}

function gather(tokens: readonly Token[], reading: Reading): void {
  let text = '';
  const flush = (): void => {
    if (text !== '') reading.texts.push(text);
    text = '';
  };
  for (const token of tokens) {
    reading.types.add(token.type);
    const leaf = leafText(token);
    if (leaf === undefined) flush();
    else text += leaf;
    if (token.type === 'html') reading.html.push(token.raw.trim());
    if (token.type === 'codespan' || token.type === 'code') reading.codes.push((token as Tokens.Code).text);
    if (token.type === 'link') reading.links.push(decode((token as Tokens.Link).href));
    if (token.type === 'image') reading.images.push((token as Tokens.Image).href);
    if (token.type === 'table') reading.tables.push(token as Tokens.Table);
    if (token.type === 'list') {
      const { items } = token as Tokens.List;
      reading.tasks.push(...items.flatMap(({ task, checked }) => (task ? checked === true : [])));
    }
    for (const children of childrenOf(token)) gather(children, reading);
  }
  flush();
}

function aloud(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'codespan') return (token as Tokens.Codespan).text;
      return leafText(token) ?? childrenOf(token).map(aloud).join('');
    })
    .join('');
}

function leafText(token: Token): string | undefined {
  if (token.type === 'escape') return (token as Tokens.Escape).text;
  if (token.type === 'text' && !('tokens' in token && token.tokens))
    return decode((token as Tokens.Text).text);
  return undefined;
}

function childrenOf(token: Token): Token[][] {
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].flat().map((cell) => cell.tokens);
  }
  if (token.type === 'list') return (token as Tokens.List).items.map((item) => item.tokens);
  return 'tokens' in token && token.tokens ? [token.tokens] : [];
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&' };

/** Decodes the entities that we write; any other becomes a NUL, which no text may hold. */
export function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|(\w+));/g, (_, number: string | undefined, name = '') =>
    number === undefined ? (named[name] ?? '\0') : String.fromCodePoint(Number(number)),
  );
}
