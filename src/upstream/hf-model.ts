import { isItGone, withoutPage, type Unseen } from './hf-absence.ts';
import * as events from './hf-event.ts';
import { modelFacts } from './hf-facts.ts';
import { HUB, unknown } from './hf-hub.ts';
import { licenseOf } from './hf-license.ts';
import { weightsOf } from './hf-model-weights.ts';
import { problemWithModel } from './hf-names.ts';
import { modelOptions, type ModelOptions } from './hf-options.ts';
import { seePage, type SeenPage } from './hf-page.ts';
import { fingerprintOf, type Weights } from './hf-weights.ts';
import type { Ask, Outcome, Source, SourceTools } from './source.ts';

const nothing: Outcome = { kind: 'ok', events: [] };

/**
 * Models on the Hugging Face Hub: `exists` is a page and nothing more, `has-weights` is weights that are complete,
 * `weights-changed` is told by what the files hold, whatever the commit.
 */
export const hfModel: Source = {
  name: 'hf-model',
  conditions: {
    'has-weights': { kind: 'level' },
    exists: { kind: 'level' },
    'weights-changed': { kind: 'edge', remembers: 5 },
    // A gate that opens and closes again is news each time, and so is a license.
    'gated-changed': { kind: 'edge', remembers: 1 },
    'license-changed': { kind: 'edge', remembers: 1 },
    disabled: { kind: 'level' },
    moved: { kind: 'level' },
    gone: { kind: 'gone' },
  },
  options: modelOptions,
  problemWithTarget: problemWithModel,
  look,
  facts: modelFacts,
};

async function look({ target, when, options }: Ask<ModelOptions>, tools: SourceTools): Promise<Outcome> {
  const page = await seePage(target, tools);
  if (page.kind !== 'seen') return lookAtNoPage(when, page);
  const { _id: identity } = page.model;
  switch (when) {
    case 'exists':
      return { kind: 'ok', events: [events.existsEvent(page)] };
    case 'gated-changed':
      return { kind: 'ok', events: [events.gateEvent(page, page.model.gated)] };
    case 'license-changed':
      return lookAtLicense(page);
    case 'disabled':
      return page.model.disabled ? { kind: 'ok', events: [events.disabledEvent(page)] } : nothing;
    case 'moved':
      return isSameName(page.model.id, target) ? nothing : { kind: 'ok', events: [events.movedEvent(page)] };
    case 'gone':
      return { kind: 'ok', events: [], identity };
    default:
      return lookForWeights(when, page, options, tools);
  }
}

function lookAtNoPage(when: string, page: Unseen): Outcome {
  const { target, hub, kind } = page;
  if (when === 'gone') return isItGone(page);
  if (when === 'exists' && kind === 'gated') {
    const model = { id: target, _id: 'gated', gated: true };
    return { kind: 'ok', events: [events.existsEvent({ target, hub, model })] };
  }
  if (when === 'disabled' && kind === 'disabled') {
    const model = { id: target, _id: events.CLOSED, disabled: true };
    return { kind: 'ok', events: [events.disabledEvent({ target, hub, model })] };
  }
  return withoutPage(page);
}

function lookAtLicense(page: SeenPage): Outcome {
  const license = licenseOf(page.model.cardData);
  if ('why' in license) return unknown(license.why, page.hub);
  return { kind: 'ok', events: [events.licenseEvent(page, license.words)] };
}

async function lookForWeights(
  when: string,
  page: SeenPage,
  rule: ModelOptions,
  tools: SourceTools,
): Promise<Outcome> {
  const told = await weightsOf(page, rule, tools);
  if (told.kind === 'unknown') return told;
  if (told.weights === undefined) return nothing;
  return when === 'weights-changed'
    ? compareWeights(page, told.weights)
    : { kind: 'ok', events: [events.weightsEvent(page, told.weights)] };
}

function compareWeights(page: SeenPage, weights: Weights): Outcome {
  const fingerprint = fingerprintOf(weights.files);
  if (fingerprint === undefined)
    return unknown(`${HUB} does not say what the weights of ${page.target} hold.`, page.hub);
  return { kind: 'ok', events: [events.weightsChangedEvent(page, weights, fingerprint)] };
}

// The Hub does not mind capitals in a name and shows its own: a watch in others has not been left behind.
function isSameName(id: string, target: string): boolean {
  return id.toLowerCase() === target.toLowerCase();
}
