import type { Answerable } from '../domain/answerable.ts';
import { yaml } from '../domain/parsers.ts';
import type { Suggestion } from '../domain/suggestion.ts';
import { count } from './places.ts';
import { cut } from './safe.ts';

// What is not seen, or is a line end to some readers: it must not hide in what people paste.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

// A value on one line cannot end what stands around it.
const layout = {
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  flowCollectionPadding: false,
} as const;

const MOST_HOSTS = 10;

/**
 * Suggested watches as YAML, ready to paste under `watch:` of `.github/reverify.yml`; above each the line that made us
 * think so, as a comment. Empty where there are none.
 */
export function suggestionsYaml(suggestions: readonly Suggestion[]): string {
  return suggestions.map(itemOf).join('\n');
}

/** How much of the evidence cites an address that a source can answer for, as comments. */
export function answerableComment({ entries, answerable, hosts }: Answerable): string {
  if (entries === 0) return '';
  const share = Math.round((100 * answerable) / entries);
  const lines = [
    `Of ${count(entries, 'evidence entry', 'evidence entries')}, ${answerable} (${share} %) cite what a source can answer for. The hosts cited most:`,
    ...hosts
      .slice(0, MOST_HOSTS)
      .map((host) => `  ${cut(host.name, 100)}: ${host.entries}, of which ${host.answerable}`),
  ];
  return `\n${lines.map((line) => `  # ${line}\n`).join('')}`;
}

function itemOf(suggestion: Suggestion): string {
  const { Document, isScalar, visit } = yaml();
  const { watch, why, file, line, quote, others } = suggestion;
  const more = others > 0 ? `, and ${count(others, 'further place')}` : '';
  const comments = [cut(why, 200), `${cut(file, 300)}:${line}${more}`, `"${cut(quote, 220)}"`];
  const document = new Document([
    {
      ...watch,
      when: oneOrMany(watch.when),
      affects: watch.affects.map(({ evaluations, ...rest }) => ({
        evaluations: oneOrMany(evaluations),
        ...(rest.criteria && { criteria: oneOrMany(rest.criteria) }),
        ...(rest.fields && { fields: oneOrMany(rest.fields) }),
      })),
    },
  ]);
  visit(document, {
    Seq(_key, node) {
      // Lists of names fit on a line.
      if (node.items.every((item) => isScalar(item))) node.flow = true;
    },
    Scalar(_key, node) {
      // Plain, a text of blanks alone would read as nothing.
      const text = String(node.value);
      if (text.search(UNSEEN) !== -1 || text !== text.trim()) node.type = 'QUOTE_DOUBLE';
    },
  });
  const lines = document.toString(layout).trimEnd().split('\n');
  return [...comments.map((text) => `# ${text}`), ...lines]
    .map((text) => `  ${text.replaceAll(UNSEEN, escape)}\n`)
    .join('');
}

function escape(char: string): string {
  return `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}

function oneOrMany(texts: readonly string[]): string | readonly string[] {
  const [first, ...rest] = texts;
  return first !== undefined && rest.length === 0 ? first : texts;
}
