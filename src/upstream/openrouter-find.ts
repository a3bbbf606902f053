import { askForModel, listModels, OPENROUTER, pathOf, type Model } from './openrouter-list.ts';
import type { Outcome, SourceTools } from './source.ts';

/** The model that a name stands for, or upstream's definite word that there is none. */
export type Found = { kind: 'model'; model: Model } | Exclude<Outcome, { kind: 'ok' }>;

// An endpoint with fewer is no mirror of the list, or the list is broken.
const FEWEST = 50;

// No alias, no variant, and none of upstream's own routers, which are no models.
const WITNESS = /^(?!openrouter\/)[\w.-]+\/[\w.-]+$/;

/**
 * Finds a model. Models leave the list without a notice and lists arrive cut short, so it is absent only where the list
 * is whole and long enough, the page of the model is a 404, and the page of a model that is listed is none.
 */
export async function findModel(id: string, tools: SourceTools): Promise<Found> {
  const listing = await listModels(tools);
  if (listing.kind === 'unknown') return listing;
  const listed = listing.models.get(id);
  if (listed !== undefined) return { kind: 'model', model: listed };
  const { models } = listing;
  if (!listing.isWhole || models.size < FEWEST) {
    return unknown(`${OPENROUTER} does not list ${id}, but its list is not whole (${models.size} models).`);
  }
  const reply = await askForModel(id, tools);
  if (reply.kind === 'value') return { kind: 'model', model: reply.value.data };
  if (reply.kind !== 'refused' || reply.status !== 404) return unknown(reply.why);
  const witness = [...models.keys()].find((name) => WITNESS.test(name));
  const known = witness === undefined ? undefined : await askForModel(witness, tools);
  if (known?.kind !== 'value') {
    return unknown(`${OPENROUTER} does not list ${id}, but its pages of single models do not answer either.`);
  }
  const evidence = [{ label: 'Status 404', url: `${tools.endpoint}/model/${pathOf(id)}` }];
  return { kind: 'absent', why: `${OPENROUTER} has no model ${id}.`, evidence };
}

function unknown(why: string): Found {
  return { kind: 'unknown', why };
}
