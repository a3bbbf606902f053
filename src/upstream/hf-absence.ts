import { aboutToken, HUB, unknown } from './hf-hub.ts';
import type { Page } from './hf-page.ts';
import type { Outcome } from './source.ts';

/** A page on which nothing can be read. */
export type Unseen = Exclude<Page, { kind: 'seen' }>;

/** What a page that cannot be read means to those who wait for something on it. */
export function withoutPage(page: Unseen): Exclude<Outcome, { kind: 'ok' }> {
  const { hub, target } = page;
  switch (page.kind) {
    case 'gated':
      return unknown(`${target} is on ${HUB} behind a gate, and its files cannot be listed.`, hub);
    case 'disabled':
      return unknown(isClosed(target), hub);
    case 'missing': {
      const why =
        hub.token === undefined
          ? `${HUB} shows no model ${target} to visitors: it is missing, private or gated.`
          : `${HUB} has no public model ${target}.`;
      return { kind: 'absent', why: why + aboutToken(hub) };
    }
    case 'untold':
      return unknown(page.failed.why, hub);
    default:
      return page satisfies never;
  }
}

/** What it means to those who ask whether a model is gone: visitors are told "missing" of private ones, too. */
export function isItGone(page: Unseen): Exclude<Outcome, { kind: 'ok' }> {
  const { hub } = page;
  if (page.kind !== 'missing' || page.definite) return withoutPage(page);
  const why =
    hub.token === undefined
      ? `Without a token, ${HUB} does not tell a missing model from a private one.`
      : page.failed.why;
  return unknown(why, hub);
}

/** The sentence about a model that the Hub has disabled. */
export function isClosed(target: string): string {
  return `${HUB} has disabled ${target}: it is there, and its contents cannot be read.`;
}
