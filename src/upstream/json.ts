import type { JsonValue } from 'jsonpath-rfc9535';
import * as z from 'zod';
import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import { getJsonDocument } from './json-document.ts';
import { holds, ops, problemWithOp, type Op } from './json-holds.ts';
import { readPath } from './json-path.ts';
import { select } from './json-select.ts';
import { hashOf, problemWithSelection, shown } from './json-value.ts';
import type { Ask, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';
import { unread } from './unread.ts';
import { hostOf, problemWithAddress, shortSha } from './web-address.ts';

const scalar = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

const Options = z.strictObject({
  /** A JSONPath of RFC 9535. */
  select: z.string().superRefine((text, context) => {
    const path = readPath(text);
    if ('problem' in path) context.addIssue(path.problem);
  }),
  /** What is asked of what is selected. Default: `exists`. */
  op: z.enum(ops).optional(),
  value: z
    .union([scalar, z.array(scalar).max(100)], {
      error: 'Write a text, a number, true, false, null or a list of them.',
    })
    .optional(),
  /** Whether the order within lists says nothing. */
  unordered: z.boolean().optional(),
});
type Options = z.output<typeof Options>;

const TOO_MUCH = 'The path of this watch looks at too much of the JSON document: name more of the way.';

const inWords: Record<Op, string> = {
  exists: 'is there',
  absent: 'is not there',
  equals: 'is what the watch waits for',
  in: 'is one of those that the watch waits for',
  matches: 'fits the expression of the watch',
  gt: 'is above the limit of the watch',
  gte: 'has reached the limit of the watch',
  lt: 'is below the limit of the watch',
  lte: 'is at most the limit of the watch',
  contains: 'contains what the watch waits for',
};

/** A value in any JSON document: `holds` while it is as awaited, `changed` each time that it is another. */
export const json: Source<Options> = {
  name: 'json',
  conditions: { holds: { kind: 'level' }, changed: { kind: 'edge', remembers: 5 } },
  options: Options,
  problemWithTarget: (target) => problemWithAddress(target, 'https://example.com/models.json'),
  problemWithOptions,
  look,
  facts: { names: ['value'], tell },
};

function problemWithOptions(when: string, { op = 'exists', ...options }: Options): string | undefined {
  if (when === 'holds') return problemWithOp(op, options.value);
  return op === 'exists' && options.value === undefined
    ? undefined
    : 'The condition changed compares with what was there before. Leave op and value out, or write when: holds.';
}

async function look({ target, when, options }: Ask<Options>, tools: SourceTools): Promise<Outcome> {
  const reply = await getJsonDocument(target, tools);
  if (reply.kind !== 'value') return unread(reply, 'JSON document');
  const selected = select(reply.value, options.select);
  if (selected === undefined) return unknown(TOO_MUCH);
  const event = { source: 'json', target, when, evidence: evidenceOf(target, options, selected) };
  return when === 'changed' ? changed(event, options, selected) : held(event, options, selected);
}

type Begun = Pick<UpstreamEvent, 'source' | 'target' | 'when' | 'evidence'>;

function held(event: Begun, { select: path, op = 'exists', value }: Options, selected: JsonValue[]): Outcome {
  if (op !== 'exists' && op !== 'absent') {
    const problem = problemWithSelection(selected);
    if (problem !== undefined) return unknown(problem);
  }
  const verdict = holds(selected, op, value);
  if (verdict === undefined) return unknown(`What the JSON document has there cannot be compared by ${op}.`);
  if (!verdict) return { kind: 'ok', events: [] };
  const id = `json:${shortSha(event.target)}:${shortSha(JSON.stringify([path, op, value]))}`;
  const summary = `The watched value at ${hostOf(event.target)} ${inWords[op]}.`;
  return { kind: 'ok', events: [{ ...event, id, summary, now: shown(selected) }] };
}

function changed(event: Begun, { select: path, unordered }: Options, selected: JsonValue[]): Outcome {
  const problem = problemWithSelection(selected);
  if (problem !== undefined) return unknown(problem);
  const id = `json:${shortSha(event.target)}:${shortSha(path)}:${hashOf(selected, unordered === true)}`;
  const summary = `The watched value at ${hostOf(event.target)} has changed.`;
  return { kind: 'ok', events: [{ ...event, id, summary, now: shown(selected) }] };
}

async function tell({ target, options }: FactAsk<Options>, tools: SourceTools): Promise<Told> {
  const reply = await getJsonDocument(target, tools);
  if (reply.kind !== 'value') return unread(reply, 'JSON document');
  const selected = select(reply.value, options.select);
  if (selected === undefined) return unknown(TOO_MUCH);
  const problem = problemWithSelection(selected);
  if (problem !== undefined) return unknown(problem);
  const [value] = selected;
  if (value === undefined || selected.length > 1 || (typeof value === 'object' && value !== null)) {
    return unknown('The JSON document has more than one text, number or truth value there.');
  }
  return { kind: 'ok', value, evidence: evidenceOf(target, options, selected) };
}

function evidenceOf(
  target: string,
  { select: path, op, value }: Options,
  selected: JsonValue[],
): EventEvidence[] {
  const awaited = value === undefined ? [] : [{ label: 'Awaited', text: `${op} ${shown([value])}` }];
  return [
    { label: 'JSON document', text: hostOf(target), url: target },
    { label: 'Path', text: shown([path]) },
    { label: 'Value', text: shown(selected) },
    ...awaited,
  ];
}

function unknown(why: string): Extract<Outcome, { kind: 'unknown' }> {
  return { kind: 'unknown', why };
}
