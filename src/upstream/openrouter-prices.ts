import * as z from 'zod';
import { compareText } from '../domain/order.ts';
import { inDollars, parseAmount, perMillion } from './openrouter-amount.ts';
import { shortSha } from './web-address.ts';

// Named one by one: a kind of price that upstream adds tomorrow would otherwise be a change of every model.
const PRICES = [
  'prompt',
  'completion',
  'input_cache_read',
  'input_cache_write',
  'internal_reasoning',
  'request',
  'image',
  'web_search',
] as const;
type Price = (typeof PRICES)[number];

const EACH: ReadonlySet<string> = new Set<Price>(['request', 'image', 'web_search']);

const written = z.string().max(100).nullish();

/** What upstream says of a model's prices: decimal texts in USD, and overrides with the conditions they hold under. */
export const Pricing = z.object({
  ...(Object.fromEntries(PRICES.map((price) => [price, written])) as Record<Price, typeof written>),
  overrides: z
    .array(z.record(z.string().max(60), z.union([z.string().max(100), z.number(), z.null()])))
    .max(50)
    .nullish(),
});
export type Pricing = z.infer<typeof Pricing>;

/** In 1e-12 USD, by what they are paid for. */
type Amounts = ReadonlyMap<Price, bigint>;

/** Prices that can be compared: in one order whatever upstream's is, and without what moves by the hour. */
export interface Prices {
  base: Amounts;
  overrides: readonly { condition: string; words: string; amounts: Amounts }[];
  /** The base then lacks what depends on the hour: upstream tells it as of the hour in which it is asked. */
  byTheHour: boolean;
}

/** Reads a model's prices; `problem` names the one that is missing or no amount. */
export function readPrices(pricing: Pricing): Prices | { problem: Price } {
  const overrides = [];
  const hourly = new Set<string>();
  for (const override of pricing.overrides ?? []) {
    const amounts = readAmounts(override);
    if ('problem' in amounts) return amounts;
    if (isByTheHour(override))
      for (const price of ['prompt', 'completion', ...amounts.keys()]) hourly.add(price);
    overrides.push({ ...conditionOf(override), amounts });
  }
  const base = readAmounts(pricing);
  if ('problem' in base) return base;
  for (const price of ['prompt', 'completion'] as const) {
    if (!base.has(price) && !hourly.has(price)) return { problem: price };
  }
  return {
    // What is not named costs nothing, and the other way round.
    base: new Map([...base].filter(([price, amount]) => amount !== 0n && !hourly.has(price))),
    // Of entries with one condition the later wins, so their order among themselves says something and stays.
    overrides: overrides.sort((one, other) => compareText(one.condition, other.condition)),
    byTheHour: hourly.size > 0,
  };
}

/** A short name of prices: one for the same prices. */
export function nameOfPrices({ base, overrides }: Prices): string {
  const parts = overrides.map(({ condition, amounts }) => `${condition}:${amountsAsText(amounts)}`);
  return shortSha([amountsAsText(base), ...parts].join('|'));
}

/** Prices in words: `$0.60 in, $2.40 out per million tokens, cache read $0.12`. */
export function pricesInWords({ base, overrides, byTheHour }: Prices): string {
  const [prompt, completion] = [base.get('prompt') ?? 0n, base.get('completion') ?? 0n];
  const tokens = `${perMillion(prompt)} in, ${perMillion(completion)} out per million tokens`;
  const first = [byTheHour ? 'By the hour, per million tokens' : tokens, ...othersInWords(base)].join(', ');
  return [first, ...overrides.map(({ words, amounts }) => `${words} ${amountsInWords(amounts)}`)].join('; ');
}

function readAmounts(texts: Readonly<Record<string, unknown>>): Map<Price, bigint> | { problem: Price } {
  const amounts = new Map<Price, bigint>();
  for (const price of PRICES) {
    const text = texts[price];
    if (text === undefined || text === null) continue;
    const amount = typeof text === 'string' ? parseAmount(text) : undefined;
    if (amount === undefined) return { problem: price };
    amounts.set(price, amount);
  }
  return amounts;
}

type Override = NonNullable<Pricing['overrides']>[number];

function isByTheHour({ utc_start: start }: Override): boolean {
  return start !== undefined && start !== null;
}

function conditionOf(override: Override): { condition: string; words: string } {
  const conditions = Object.entries(override).filter(
    ([key, value]) => !(PRICES as readonly string[]).includes(key) && value !== null,
  );
  const condition = conditions
    .map(([key, value]) => `${key}=${value}`)
    .sort(compareText)
    .join(' ');
  const { utc_start: start, utc_end: end, min_prompt_tokens: least } = override;
  if (isByTheHour(override)) return { condition, words: `${start} to ${end ?? '?'} UTC` };
  return { condition, words: typeof least === 'number' ? `from ${least} tokens` : `where ${condition}` };
}

function amountsAsText(amounts: Amounts): string {
  return [...amounts].map(([price, amount]) => `${price}=${amount}`).join(' ');
}

function amountsInWords(amounts: Amounts): string {
  const [prompt, completion] = [amounts.get('prompt'), amounts.get('completion')];
  return [
    ...(prompt === undefined ? [] : [`${perMillion(prompt)} in`]),
    ...(completion === undefined ? [] : [`${perMillion(completion)} out`]),
    ...othersInWords(amounts),
  ].join(', ');
}

function othersInWords(amounts: Amounts): string[] {
  const others = [...amounts].filter(([price]) => price !== 'prompt' && price !== 'completion');
  return others.map(([price, amount]) => {
    const name = price.replace(/^input_/, '').replaceAll('_', ' ');
    return `${name} ${EACH.has(price) ? `${inDollars(amount)} each` : perMillion(amount)}`;
  });
}
