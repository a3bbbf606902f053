import { addDays, parseDay, type Day } from '../domain/day.ts';
import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import { webAddress, type Cycle, type Product } from './endoflife-product.ts';

/** An end that upstream names by a day, or says to be past or open without naming one. */
export type End = { day: Day } | { day: undefined; past: boolean };

/** One cycle as one look saw it, under the name that the watch gave it. */
export interface Sighting {
  target: string;
  when: string;
  product: Product;
  cycle: Cycle;
}

/**
 * When something ends, by the day that upstream names: its `is…` fields are as old as its last build. Undefined where
 * what it names is no day.
 */
export function endOf(is: boolean | null | undefined, from: string | null | undefined): End | undefined {
  if (from === null || from === undefined) return { day: undefined, past: is === true };
  const day = parseDay(from);
  return day && { day };
}

/** Whether an end has come. */
export function hasCome(end: End, today: Day): boolean {
  return end.day === undefined ? end.past : today >= end.day;
}

/** Whether an end is still to come, within so many days. */
export function isNear(end: End, today: Day, lead: number): boolean {
  return end.day !== undefined && today < end.day && today >= addDays(end.day, -lead);
}

/** The event about the end of a cycle. A day that is moved makes another event. */
export function endEvent(sighting: Sighting, end: End, summary: string): UpstreamEvent {
  const { target, when, product, cycle } = sighting;
  return {
    id: `endoflife:${product.name}:${cycle.name}:${when}:${end.day ?? (end.past ? 'past' : 'open')}`,
    source: 'endoflife',
    target,
    when,
    summary,
    now: inWords(end),
    evidence: [...evidenceOf(sighting), { label: 'End', text: inWords(end) }],
  };
}

/** The event that a cycle was released. */
export function cycleEvent(
  sighting: Sighting,
  released: Day | undefined,
  since: Day | undefined,
): UpstreamEvent {
  const { target, when, product, cycle } = sighting;
  const late = since !== undefined && released !== undefined && released > since;
  return {
    id: `endoflife:${product.name}:${cycle.name}:${when}`,
    source: 'endoflife',
    target,
    when,
    summary: `${nameOf(sighting)} is a release cycle of its own.`,
    ...(since !== undefined && { late }),
    evidence: [
      ...evidenceOf(sighting),
      ...(released === undefined ? [] : [{ label: 'Released', text: released }]),
    ],
  };
}

/** A product and a cycle: `python 3.12`. */
export function nameOf({ product, cycle }: Pick<Sighting, 'product' | 'cycle'>): string {
  return `${product.name.slice(0, 60)} ${cycle.name.slice(0, 60)}`;
}

/** What a person can look at again. */
export function evidenceOf({ product, cycle }: Pick<Sighting, 'product' | 'cycle'>): EventEvidence[] {
  return [
    { label: 'Product', text: product.name, url: product.page },
    ...(product.page === product.url ? [] : [{ label: 'Asked', url: product.url }]),
    ...latestOf(cycle),
  ];
}

function latestOf({ latest }: Cycle): EventEvidence[] {
  if (!latest) return [];
  const url = webAddress(latest.link);
  return [
    {
      label: 'Latest version',
      text: latest.name.slice(0, LONGEST_VERSION),
      ...(url !== undefined && { url }),
    },
  ];
}

/** Versions are shown, and told as facts, up to this length. */
export const LONGEST_VERSION = 100;

function inWords(end: End): string {
  return end.day ?? (end.past ? 'past, on a day that is not named' : 'no day is named');
}
