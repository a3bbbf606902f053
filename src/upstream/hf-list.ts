import * as z from 'zod';
import { HUB, hubOf } from './hf-hub.ts';
import { ownerOf } from './hf-names.ts';
import { Gate, ModelId, RepoId, Sha } from './hf-page.ts';
import { readPages, type Listed } from './hf-paging.ts';
import type { SourceTools } from './source.ts';

const Model = z.object({
  _id: RepoId,
  id: ModelId,
  sha: Sha,
  createdAt: z.string().max(100).optional(),
  private: z.boolean(),
  gated: Gate.optional(),
});

/** A model as the list of its owner shows it. */
export type ListedModel = z.infer<typeof Model>;

const QUERY = 'sort=createdAt&direction=-1&limit=100';
const FIELDS = ['sha', 'createdAt', 'private', 'gated'];

/** All public models of an owner, each once; asked for once a round. */
export function listModels(owner: string, tools: SourceTools): Promise<Listed<ListedModel>> {
  return tools.shared(`hf-org models: ${tools.endpoint} ${owner}`, () => read(owner, tools));
}

// Without conditional requests: a "not modified" need not repeat the link to the next page, and half a list is no list.
async function read(owner: string, tools: SourceTools): Promise<Listed<ListedModel>> {
  const fields = FIELDS.map((field) => `expand=${field}`).join('&');
  const url = `${tools.endpoint}/api/models?author=${encodeURIComponent(owner)}&${QUERY}&${fields}`;
  const request = { what: 'the list of models', noun: 'models', url, schema: z.array(Model) };
  const listed = await readPages(hubOf(tools), request);
  if ('failed' in listed) return listed;
  const { hub, entries } = listed;
  const stranger = entries.find(({ id }) => ownerOf(id).toLowerCase() !== owner.toLowerCase());
  if (stranger !== undefined) {
    const why = `${HUB} lists ${stranger.id} among the models of ${owner}.`;
    return { hub, failed: { kind: 'unreadable', why } };
  }
  // A private model is there for the operator's token alone.
  const shown = entries.filter((model) => !model.private);
  return { hub, entries: [...new Map(shown.map((model) => [model['_id'], model])).values()] };
}
