import * as z from 'zod';
import { askOnce } from './ask-once.ts';
import { getDocument, type Reply } from './get-document.ts';
import type { JsonValue } from 'jsonpath-rfc9535';
import type { SourceTools } from './source.ts';

const DEEPEST = 100;
const MOST_VALUES = 300_000;

/** Asks for a JSON document, once for all looks that follow each other. Its keys are sorted: their order says nothing. */
export function getJsonDocument(url: string, tools: SourceTools): Promise<Reply<JsonValue>> {
  const { http, token, memory, log } = tools;
  return askOnce(tools, 'json documents', url, () =>
    getDocument({
      http,
      token,
      who: 'The site',
      what: 'the JSON document',
      url,
      accept: 'application/json',
      keep: { memory, log, schema: z.json() },
      read: readDocument,
    }),
  );
}

function readDocument(body: Uint8Array): { value: JsonValue } | { problem: string } {
  let json: JsonValue;
  try {
    json = JSON.parse(new TextDecoder().decode(body)) as JsonValue;
  } catch {
    return { problem: 'something that is not JSON' };
  }
  const counter = { left: MOST_VALUES };
  const value = sorted(json, DEEPEST, counter);
  if (counter.left < 0) return { problem: `more than ${MOST_VALUES.toLocaleString('en')} values` };
  return value === undefined ? { problem: `JSON that nests deeper than ${DEEPEST} levels` } : { value };
}

// Undefined where it is too deep, or there is too much of it.
function sorted(value: JsonValue, depth: number, counter: { left: number }): JsonValue | undefined {
  counter.left -= 1;
  if (counter.left < 0) return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (const each of value) {
      const item = sorted(each, depth - 1, counter);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }
  const entries: [string, JsonValue][] = [];
  for (const key of Object.keys(value).sort()) {
    const item = sorted(value[key] ?? null, depth - 1, counter);
    if (item === undefined) return undefined;
    entries.push([key, item]);
  }
  // It makes fields of its own of all keys: `__proto__` is one, too.
  return Object.fromEntries(entries);
}
