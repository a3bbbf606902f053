import * as z from 'zod';
import { parseDay, type Day } from '../domain/day.ts';
import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import { compareText } from '../domain/order.ts';
import { readUrl } from '../domain/url.ts';
import { clip } from './clip.ts';
import { formatAmount } from './openrouter-amount.ts';
import { findModel } from './openrouter-find.ts';
import { isModelId, ODD, OPENROUTER, pathOf, type Model } from './openrouter-list.ts';
import { nameOfPrices, pricesInWords, readPrices } from './openrouter-prices.ts';
import type { Ask, Fact, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';
import { shortSha } from './web-address.ts';

// What upstream tells of a model is its first provider's, and that changes for hours.
const churn = { kind: 'edge', confirm: 2, remembers: 5 } as const;

/** Models on OpenRouter: what they cost, what they take, and whether they are still there. */
export const openrouter: Source = {
  name: 'openrouter',
  conditions: {
    'price-changed': churn,
    exists: { kind: 'level' },
    deprecated: { kind: 'level' },
    gone: { kind: 'gone' },
    'context-changed': churn,
    'parameters-changed': churn,
    'weights-linked': { kind: 'level' },
  },
  options: z.strictObject({}),
  problemWithTarget,
  look,
  facts: { names: ['context', 'prompt', 'completion', 'expires', 'hf'], tell },
};

function problemWithTarget(target: string): string | undefined {
  if (isModelId(target)) return undefined;
  const path = readUrl(target)?.pathname ?? target;
  const likely = path.split('/').filter(Boolean).slice(0, 2).join('/');
  const remedy = isModelId(likely)
    ? `Write ${likely}.`
    : "Write author/slug as in the address of the model's page, such as minimax/minimax-m3 or minimax/minimax-m3:free.";
  return `This is not the name of a model on ${OPENROUTER}. ${remedy}`;
}

async function look({ target, when }: Ask, tools: SourceTools): Promise<Outcome> {
  const found = await findModel(target, tools);
  if (found.kind !== 'model') return found;
  const { model } = found;
  if (when === 'gone') return { kind: 'ok', events: [], identity: model.canonical_slug ?? model.id };
  const judge = judges[when];
  if (judge === undefined) throw new Error(`no condition ${when}`);
  const seen = judge(model);
  if (seen === undefined)
    return unknown(`${OPENROUTER} does not say of ${model.id} what ${when} asks, or not readably.`);
  if (seen === 'not so') return { kind: 'ok', events: [] };
  const { key, fact, ...rest } = seen;
  const evidence = [...evidenceOf(target, model, tools), ...(fact === undefined ? [] : [fact])];
  const id = `openrouter:${key}`;
  return { kind: 'ok', events: [{ id, source: 'openrouter', target, when, ...rest, evidence }] };
}

/** What a condition made of a model: undefined where upstream does not say. */
type Seen =
  | (Pick<UpstreamEvent, 'summary' | 'now'> & { key: string; fact?: EventEvidence })
  | 'not so'
  | undefined;

const judges: Readonly<Record<string, (model: Model) => Seen>> = {
  exists({ id, canonical_slug: slug }) {
    return { key: `${slug ?? id}:exists`, summary: `${OPENROUTER} lists ${id}.` };
  },
  'price-changed'({ id, pricing }) {
    const prices = pricing && readPrices(pricing);
    if (prices === undefined || 'problem' in prices) return undefined;
    return {
      key: `${id}:price:${nameOfPrices(prices)}`,
      ...told(`The price of ${id} on ${OPENROUTER} has changed.`, 'Price', pricesInWords(prices)),
    };
  },
  deprecated(model) {
    const { id } = model;
    const day = expiryOf(model);
    if (day === undefined) return undefined;
    if (day === null) return 'not so';
    const summary = `${OPENROUTER} may remove ${id} after ${day}.`;
    return { key: `${id}:expires:${day}`, ...told(summary, 'Expires', day) };
  },
  'context-changed'({ id, context_length: tokens }) {
    if (tokens === undefined) return undefined;
    const summary = `The context length of ${id} on ${OPENROUTER} has changed.`;
    return { key: `${id}:ctx:${tokens}`, ...told(summary, 'Context', `${tokens} tokens`) };
  },
  'parameters-changed'({ id, supported_parameters: parameters }) {
    if (parameters === undefined) return undefined;
    const names = [...new Set(parameters)].sort(compareText);
    const summary = `The parameters that ${id} takes on ${OPENROUTER} have changed.`;
    const text = names.length === 0 ? 'none' : names.join(', ');
    return { key: `${id}:params:${shortSha(JSON.stringify(names))}`, ...told(summary, 'Parameters', text) };
  },
  'weights-linked'(model) {
    const weights = weightsOf(model);
    if (weights === undefined) return undefined;
    if (weights === null) return 'not so';
    const { id } = model;
    const summary = `${OPENROUTER} links ${id} to weights on Hugging Face.`;
    return { key: `${id}:hf:${weights}`, ...told(summary, 'Weights', weights) };
  },
};

function told(
  summary: string,
  label: string,
  text: string,
): { summary: string; now: string; fact: EventEvidence } {
  return { summary, now: clip(text), fact: { label, text: clip(text) } };
}

async function tell({ target, fact }: FactAsk, tools: SourceTools): Promise<Told> {
  const found = await findModel(target, tools);
  if (found.kind !== 'model') return found;
  const value = factOf(fact, found.model);
  if (value === undefined)
    return unknown(`${OPENROUTER} does not say the ${fact} of ${target}, or not readably.`);
  return { kind: 'ok', value, evidence: evidenceOf(target, found.model, tools) };
}

function factOf(fact: string, model: Model): Fact | undefined {
  switch (fact) {
    case 'context':
      return model.context_length;
    case 'expires':
      return expiryOf(model);
    case 'hf':
      return weightsOf(model);
    case 'prompt':
    case 'completion':
      return priceOf(fact, model);
    default:
      return undefined;
  }
}

function priceOf(price: 'prompt' | 'completion', { pricing }: Model): string | undefined {
  const prices = pricing && readPrices(pricing);
  // A price of the hour is none that a claim could be held against.
  if (prices === undefined || 'problem' in prices || prices.byTheHour) return undefined;
  return formatAmount(prices.base.get(price) ?? 0n);
}

function weightsOf({ hugging_face_id: id }: Model): string | null | undefined {
  if (!id) return null;
  return id === ODD ? undefined : id;
}

function expiryOf({ expiration_date: date }: Model): Day | null | undefined {
  return date ? parseDay(date.slice(0, 10)) : null;
}

function evidenceOf(target: string, { id }: Model, { endpoint }: SourceTools): EventEvidence[] {
  const renamed = `${target} is now ${id}: name it so in the watch`;
  return [
    { label: 'Model page', text: id, url: `${new URL(endpoint).origin}/${pathOf(id)}` },
    { label: 'Upstream data', text: id, url: `${endpoint}/model/${pathOf(id)}` },
    ...(id === target ? [] : [{ label: 'Renamed', text: renamed }]),
  ];
}

function unknown(why: string): Extract<Outcome, { kind: 'unknown' }> {
  return { kind: 'unknown', why };
}
