import { createHash } from 'node:crypto';
import type { EventEvidence } from '../domain/event.ts';
import { HUB, pathOf, type Hub } from './hf-hub.ts';
import { clip } from './clip.ts';

/** A model's page and, where it is known, its commit, for a person to look at. */
export function pageEvidence(hub: Hub, id: string, sha?: string): EventEvidence[] {
  const page = `${hub.base}/${pathOf(id)}`;
  const revision = { label: 'Revision', text: sha ?? '', url: `${page}/tree/${sha}` };
  return [{ label: 'Model page', text: id, url: page }, ...(sha === undefined ? [] : [revision])];
}

/** One fact beneath an event, or none where upstream does not say. */
export function fact(label: string, text: string | undefined): EventEvidence[] {
  return text === undefined ? [] : [{ label, text: clip(text) }];
}

/** What the operator should know of the token. */
export function tokenFact(hub: Hub): EventEvidence[] {
  return fact(
    'Token',
    hub.tokenRefused ? `${HUB} calls the token invalid, so it was asked without: renew it` : undefined,
  );
}

/** Whether a model is gated, and how. */
export function gateInWords(gated: boolean | string): string {
  if (typeof gated === 'string') return clip(`yes (${gated})`);
  return gated ? 'yes' : 'no';
}

/** How many files, and how large in all. */
export function amountOf({ length }: { length: number }, bytes: number): string {
  return `${length} ${length === 1 ? 'file' : 'files'}, ${inUnits(bytes)}`;
}

/** A size in powers of ten, as the Hub shows it. */
export function inUnits(bytes: number): string {
  if (bytes >= 99.5e9) return `${(bytes / 1e9).toFixed(0)} GB`;
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e3).toFixed(0)} kB`;
}

/** A stranger's text as a part of an id: as it is where that is plain, else its hash. */
export function keyOf(text: string): string {
  return /^[\w.-]{1,60}$/.test(text) ? text : createHash('sha256').update(text).digest('hex').slice(0, 32);
}
