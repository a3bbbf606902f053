import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import { HUB, pathOf, type Hub } from './hf-files.ts';
import type { HubFile } from './hf-weights.ts';

/** What an event says of a model. */
interface SeenModel {
  id: string;
  _id: string;
  /** The last three are not to be had where a gate closes all of the page. */
  sha?: string | undefined;
  createdAt?: string | undefined;
  lastModified?: string | undefined;
  gated: boolean | string;
  disabled?: boolean | undefined;
}

/** A model as one look saw it, under the name that the watch gave it. */
export interface Sighting {
  target: string;
  hub: Hub;
  model: SeenModel;
}

const NAMES_SHOWN = 5;
const LONGEST_TEXT = 200;

/** The event that a model's page is there, which says nothing about weights. */
export function existsEvent(sighting: Sighting): UpstreamEvent {
  const { target, model } = sighting;
  const evidence = [...pageEvidence(sighting), ...fact('Page created', model.createdAt), ...hints(sighting)];
  const summary = `${model.id} has a page on ${HUB}.`;
  return { ...identity('exists', model), source: 'hf-model', target, when: 'exists', summary, evidence };
}

/** The event that a model's weights are complete. */
export function weightsEvent(sighting: Sighting, files: readonly HubFile[], bytes: number): UpstreamEvent {
  const { target, model } = sighting;
  const amount = `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${inUnits(bytes)}`;
  const named = files.slice(0, NAMES_SHOWN).map(({ path, size }) => ({
    label: 'Weight file',
    text: `${clip(path)} (${inUnits(size)})`,
  }));
  const evidence = [
    ...pageEvidence(sighting),
    ...fact('Last commit', model.lastModified),
    ...fact('Weights', amount),
    ...named,
    ...hints(sighting),
  ];
  const summary = `Model weights for ${model.id} are on ${HUB}: ${amount}.`;
  return {
    ...identity('has-weights', model),
    source: 'hf-model',
    target,
    when: 'has-weights',
    summary,
    evidence,
  };
}

// `_id` is new when a repository is deleted and made again: that is another event. The commit is not part of it, so a
// changed README or a second upload of the same weights is not.
function identity(when: string, { id, _id }: SeenModel): { id: string } {
  return { id: `hf-model:${id}:${when}:${_id}` };
}

function pageEvidence({ hub, model }: Sighting): EventEvidence[] {
  const page = `${hub.base}/${pathOf(model.id)}`;
  const revision = { label: 'Revision', text: model.sha ?? '', url: `${page}/tree/${model.sha}` };
  return [{ label: 'Model page', text: model.id, url: page }, ...(model.sha === undefined ? [] : [revision])];
}

function hints({ target, hub, model }: Sighting): EventEvidence[] {
  return [
    ...fact('Gated', gateInWords(model.gated)),
    ...fact('Disabled', model.disabled ? `yes, by ${HUB}` : undefined),
    ...fact(
      'Renamed',
      model.id === target ? undefined : `${target} is now ${model.id}: name it so in the watch`,
    ),
    ...fact(
      'Token',
      hub.tokenRefused ? `${HUB} calls the token invalid, so it was asked without: renew it` : undefined,
    ),
  ];
}

function gateInWords(gated: boolean | string): string {
  if (typeof gated === 'string') return `yes (${gated})`;
  return gated ? 'yes' : 'no';
}

function fact(label: string, text: string | undefined): EventEvidence[] {
  return text === undefined ? [] : [{ label, text: clip(text) }];
}

function clip(text: string): string {
  const start = Array.from(text.slice(0, 2 * LONGEST_TEXT));
  return start.length > LONGEST_TEXT ? `${start.slice(0, LONGEST_TEXT - 1).join('')}…` : start.join('');
}

// Powers of ten, as the Hub shows sizes.
function inUnits(bytes: number): string {
  if (bytes >= 99.5e9) return `${(bytes / 1e9).toFixed(0)} GB`;
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e3).toFixed(0)} kB`;
}
