import * as z from 'zod';
import { parseDay, type Day } from '../domain/day.ts';
import type { DeadSource } from '../domain/finding.ts';
import { nearestCapture, type Capture } from '../links/archive.ts';
import type { Tools } from './tools.ts';

/** All lookups of a run together. */
const budgetMs = 60_000;
const askAgainAfterMs = 30 * 86_400_000;

const Remembered = z.object({
  near: z.string(),
  askedAt: z.int(),
  capture: z.object({ url: z.url({ protocol: /^https?$/ }).max(8_500), day: z.string() }).optional(),
});

/** Dead sources with the archived copies that are known by now. It asks nobody. */
export async function withKnownCopies(sources: readonly DeadSource[], tools: Tools): Promise<DeadSource[]> {
  return Promise.all(
    sources.map(async (source) => {
      const known = await recall(source.page, dayOfEvidence(source), tools);
      return known?.capture === undefined ? source : { ...source, archived: known.capture };
    }),
  );
}

/**
 * Looks for the archived copy of each dead source nearest to the day of its oldest evidence, so that the next report
 * can offer it. It comes after the reports, which wait for no archive.
 */
export async function lookForCopies(sources: readonly DeadSource[], tools: Tools): Promise<void> {
  const endpoint = tools.archiveEndpoint;
  if (endpoint === undefined || sources.length === 0) return;
  const signal = AbortSignal.any([tools.stopping, AbortSignal.timeout(budgetMs)]);
  await Promise.all(
    sources.map(async (source) => {
      const near = dayOfEvidence(source);
      if ((await recall(source.page, near, tools)) !== undefined) return;
      const capture = await nearestCapture(source.page, near, { http: tools.http, endpoint, signal });
      // Cut short is not the same as told that there is none.
      if (capture !== undefined || !signal.aborted) await keep(source.page, near, capture, tools);
    }),
  );
}

function dayOfEvidence({ citations, since }: DeadSource): Day {
  return citations.flatMap(({ date }) => date ?? []).sort()[0] ?? since;
}

async function recall(
  page: string,
  near: Day,
  { memory, log, now }: Tools,
): Promise<{ capture: Capture | undefined } | undefined> {
  try {
    const { data } = Remembered.safeParse(await memory.get(keyOf(page)));
    if (data === undefined || data.near !== near) return undefined;
    const day = parseDay(data.capture?.day);
    if (data.capture !== undefined && day !== undefined) return { capture: { url: data.capture.url, day } };
    return now() - data.askedAt < askAgainAfterMs ? { capture: undefined } : undefined;
  } catch (error) {
    log.warn({ page, error }, 'Could not read where a page is archived');
    return undefined;
  }
}

async function keep(
  page: string,
  near: Day,
  capture: Capture | undefined,
  { memory, log, now }: Tools,
): Promise<void> {
  try {
    await memory.set(keyOf(page), { near, askedAt: now(), ...(capture && { capture }) });
  } catch (error) {
    log.warn({ page, error }, 'Could not keep where a page is archived');
  }
}

function keyOf(page: string): string {
  return `archive:${page}`;
}
