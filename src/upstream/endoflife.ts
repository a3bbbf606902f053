import * as z from 'zod';
import { parseDay } from '../domain/day.ts';
import { day, duration } from '../domain/fields.ts';
import {
  cycleEvent,
  endEvent,
  endOf,
  evidenceOf,
  hasCome,
  isNear,
  LONGEST_VERSION,
  nameOf,
  type End,
} from './endoflife-judge.ts';
import { getProduct, parseTarget, WHO, type Cycle, type Product } from './endoflife-product.ts';
import type { Ask, Fact, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';

const options = z.strictObject({
  /** Days before the end from which it is soon. */
  lead: duration.optional(),
  /** A cycle that was released after this day is news at first sight, too. */
  since: day.optional(),
});
type Options = z.infer<typeof options>;

const LEAD = 60;

/** Ends of life of a product's release cycles. */
export const endoflife: Source<Options> = {
  name: 'endoflife',
  conditions: {
    eol: { kind: 'level' },
    'eol-soon': { kind: 'level' },
    // A day that is moved back to where it was has moved again.
    'eol-date-changed': { kind: 'edge', remembers: 1 },
    'new-cycle': { kind: 'edge' },
    discontinued: { kind: 'level' },
  },
  options,
  problemWithTarget,
  look,
  facts: { names: ['eol', 'latest', 'maintained'], tell },
};

function problemWithTarget(target: string): string | undefined {
  if (parseTarget(target) !== undefined) return undefined;
  return `This is no product of endoflife.date. Write product or product/cycle as in the address of its page, such as python or python/3.12.`;
}

async function look({ target, when, options }: Ask<Options>, tools: SourceTools): Promise<Outcome> {
  const found = await find(target, tools, when === 'new-cycle');
  if (found.kind !== 'found') return found;
  const { product, cycle } = found;
  if (cycle === undefined) return { kind: 'ok', events: newCycles(target, product, tools, options) };
  const isDiscontinuation = when === 'discontinued';
  const end = isDiscontinuation
    ? endOf(cycle.isDiscontinued, cycle.discontinuedFrom)
    : endOf(cycle.isEol, cycle.eolFrom);
  if (end === undefined) return oddDay(product, cycle);
  const sighting = { target, when, product, cycle };
  const summary = summaryOf(when, nameOf(sighting), end, tools, options);
  return { kind: 'ok', events: summary === undefined ? [] : [endEvent(sighting, end, summary)] };
}

/** What is the case, in a sentence; undefined where the condition is not. */
function summaryOf(
  when: string,
  name: string,
  end: End,
  { today }: SourceTools,
  { lead = LEAD }: Options,
): string | undefined {
  const since = end.day === undefined ? '' : ` since ${end.day}`;
  switch (when) {
    case 'eol':
      return hasCome(end, today) ? `${name} is at its end of life${since}.` : undefined;
    case 'eol-soon':
      return isNear(end, today, lead) ? `${name} comes to its end of life on ${end.day}.` : undefined;
    case 'discontinued':
      return hasCome(end, today) ? `${name} is discontinued${since}.` : undefined;
    default:
      return end.day === undefined
        ? `The end of life of ${name} ${end.past ? 'has come, on a day that is not named' : 'has no day yet'}.`
        : `The end of life of ${name} is set for ${end.day}.`;
  }
}

type Found = { kind: 'found'; product: Product; cycle: Cycle | undefined } | Exclude<Outcome, { kind: 'ok' }>;

async function find(target: string, tools: SourceTools, isForAll: boolean): Promise<Found> {
  const parts = parseTarget(target);
  if (parts === undefined) return { kind: 'unknown', why: problemWithTarget(target) ?? '', permanent: true };
  if (isForAll && parts.cycle !== undefined) {
    const why = `New cycles are watched for a product as a whole: write ${parts.product} as the target.`;
    return { kind: 'unknown', why, permanent: true };
  }
  if (!isForAll && parts.cycle === undefined) {
    const why = `This is asked of one release cycle: write ${parts.product}/ and the cycle as the target.`;
    return { kind: 'unknown', why, permanent: true };
  }
  const reply = await getProduct(parts.product, tools);
  if (reply.kind !== 'product') return reply;
  const { product } = reply;
  if (parts.cycle === undefined) return { kind: 'found', product, cycle: undefined };
  const cycle = product.cycles.find(({ name }) => name === parts.cycle);
  if (cycle !== undefined) return { kind: 'found', product, cycle };
  const evidence = [{ label: 'Product', text: product.name, url: product.page }];
  return { kind: 'absent', why: `${WHO} has no cycle ${parts.cycle} of ${product.name}.`, evidence };
}

// A cycle that is announced is none yet.
function newCycles(target: string, product: Product, { today }: SourceTools, { since }: Options) {
  return product.cycles.flatMap((cycle) => {
    const released = parseDay(cycle.releaseDate);
    if (released !== undefined && released > today) return [];
    return [cycleEvent({ target, when: 'new-cycle', product, cycle }, released, since)];
  });
}

async function tell({ target, fact }: FactAsk<Options>, tools: SourceTools): Promise<Told> {
  const found = await find(target, tools, false);
  if (found.kind !== 'found') return found;
  const { product, cycle } = found;
  if (cycle === undefined) return { kind: 'unknown', why: 'A fact is told of one release cycle.' };
  const end = endOf(cycle.isEol, cycle.eolFrom);
  if (end === undefined) return oddDay(product, cycle);
  const facts: Readonly<Record<string, Fact | undefined>> = {
    eol: end.day ?? null,
    latest: cycle.latest?.name.slice(0, LONGEST_VERSION) ?? null,
    maintained: cycle.isMaintained,
  };
  const value = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
  if (value === undefined) {
    return { kind: 'absent', why: `${WHO} does not say "${fact}" of ${nameOf({ product, cycle })}.` };
  }
  return { kind: 'ok', value, evidence: evidenceOf({ product, cycle }) };
}

function oddDay(product: Product, cycle: Cycle): Extract<Outcome, { kind: 'unknown' }> {
  const why = `${WHO} names a day for ${nameOf({ product, cycle })} that the calendar does not have.`;
  return { kind: 'unknown', why };
}
