import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import { clip } from './clip.ts';
import { HUB, type Hub } from './hf-hub.ts';
import type { Weights } from './hf-weights.ts';
import { amountOf, fact, gateInWords, inUnits, keyOf, pageEvidence, tokenFact } from './hf-words.ts';

/** What an event says of a model; the page of one that is closed does not say all of it. */
interface SeenModel {
  id: string;
  _id: string;
  sha?: string | undefined;
  createdAt?: string | undefined;
  lastModified?: string | undefined;
  gated?: boolean | string | undefined;
  disabled?: boolean | undefined;
}

/** A model as one look saw it, under the name that the watch gave it. */
export interface Sighting {
  target: string;
  hub: Hub;
  model: SeenModel;
}

const NAMES_SHOWN = 5;

/** The identity of a model whose page the Hub has closed. */
export const CLOSED = 'closed';

// `_id` is new when a repository is deleted and made again: for a condition that holds or does not, that is another
// event. What changes is known by its value, under the name and as an alias under `_id`, which outlives a new name. The
// commit is in no id, so a changed README or a second upload of the same weights is no event.

/** The event that a model's page is there, which says nothing about weights. */
export function existsEvent(sighting: Sighting): UpstreamEvent {
  const { id, _id, createdAt } = sighting.model;
  return eventOf(sighting, 'exists', {
    id: `hf-model:${id}:exists:${_id}`,
    summary: `${id} has a page on ${HUB}.`,
    facts: fact('Page created', createdAt),
  });
}

/** The event that a model's weights are complete. */
export function weightsEvent(sighting: Sighting, weights: Weights): UpstreamEvent {
  const { id, _id } = sighting.model;
  return eventOf(sighting, 'has-weights', {
    id: `hf-model:${id}:has-weights:${_id}`,
    summary: `Model weights for ${id} are on ${HUB}: ${amountOf(weights.files, weights.bytes)}.`,
    facts: weightFacts(sighting, weights),
  });
}

/** The event that the Hub has disabled a model. */
export function disabledEvent(sighting: Sighting): UpstreamEvent {
  const { id, _id } = sighting.model;
  return eventOf(sighting, 'disabled', {
    id: `hf-model:${id}:disabled:${_id}`,
    // As it is called where the page is closed, too, and does not say what it is.
    aliases: [`hf-model:${id}:disabled:${CLOSED}`],
    summary: `${id} is disabled by ${HUB}.`,
  });
}

/** The event that a model's weights are these, told by what they hold. */
export function weightsChangedEvent(
  sighting: Sighting,
  weights: Weights,
  fingerprint: string,
): UpstreamEvent {
  const { id } = sighting.model;
  return eventOf(sighting, 'weights-changed', {
    ...valueIds(sighting, 'weights', fingerprint),
    summary: `The model weights of ${id} on ${HUB} have changed.`,
    now: amountOf(weights.files, weights.bytes),
    facts: [...weightFacts(sighting, weights), ...fact('Fingerprint of the weights', fingerprint)],
  });
}

/** The event that a model's gate is this one. */
export function gateEvent(sighting: Sighting, gated: boolean | string): UpstreamEvent {
  const { id } = sighting.model;
  return eventOf(sighting, 'gated-changed', {
    ...valueIds(sighting, 'gated', keyOf(String(gated))),
    summary: `${id} is ${gated === false ? 'open to all' : 'gated'} on ${HUB}.`,
    now: gateInWords(gated),
  });
}

/** The event that a model's license is this one. */
export function licenseEvent(sighting: Sighting, license: string): UpstreamEvent {
  const { id } = sighting.model;
  return eventOf(sighting, 'license-changed', {
    ...valueIds(sighting, 'license', keyOf(license)),
    summary: `The license of ${id} on ${HUB} has changed.`,
    now: clip(license),
    facts: fact('License on the model card', license),
  });
}

/** The event that a model has another name. */
export function movedEvent(sighting: Sighting): UpstreamEvent {
  const { target, model } = sighting;
  return eventOf(sighting, 'moved', {
    id: `hf-model:${target}:moved:${model.id}`,
    summary: `${target} is now ${model.id} on ${HUB}.`,
    now: model.id,
  });
}

interface Told {
  id: string;
  aliases?: string[];
  summary: string;
  now?: string;
  facts?: readonly EventEvidence[];
}

function valueIds({ model: { id, _id } }: Sighting, name: string, key: string): Pick<Told, 'id' | 'aliases'> {
  return { id: `hf-model:${id}:${name}:${key}`, aliases: [`hf-model:${_id}:${name}:${key}`] };
}

function eventOf(sighting: Sighting, when: string, { facts = [], ...told }: Told): UpstreamEvent {
  const { target, hub, model } = sighting;
  const evidence = [...pageEvidence(hub, model.id, model.sha), ...facts, ...hints(sighting)];
  return { ...told, source: 'hf-model', target, when, evidence };
}

function weightFacts({ model }: Sighting, { files, bytes }: Weights): EventEvidence[] {
  return [
    ...fact('Last commit', model.lastModified),
    ...fact('Weights', amountOf(files, bytes)),
    ...files
      .slice(0, NAMES_SHOWN)
      .map(({ path, size }) => ({ label: 'Weight file', text: `${clip(path)} (${inUnits(size)})` })),
  ];
}

function hints({ target, hub, model }: Sighting): EventEvidence[] {
  return [
    ...fact('Gated', model.gated === undefined ? undefined : gateInWords(model.gated)),
    ...fact('Disabled', model.disabled ? `yes, by ${HUB}` : undefined),
    ...fact(
      'Renamed',
      model.id === target ? undefined : `${target} is now ${model.id}: name it so in the watch`,
    ),
    ...tokenFact(hub),
  ];
}
