import * as z from 'zod';
import { askHub, hubOf, isBehindGate, isDisabled, pathOf, type Failed, type Hub } from './hf-hub.ts';
import { isModelId } from './hf-names.ts';
import type { SourceTools } from './source.ts';

/** Upstream's own identity of a repository; a model that is deleted and made again has another. */
export const RepoId = z.string().regex(/^[0-9a-f]{24}$/);
/** A model's name as the Hub writes it. */
export const ModelId = z.string().refine(isModelId);
/** The commit on the main branch. */
export const Sha = z.string().regex(/^[0-9a-f]{40}$/);
/** `false`, or the kind of the gate. */
export const Gate = z.union([z.boolean(), z.string().max(500)]);

const Model = z.object({
  _id: RepoId,
  id: ModelId,
  sha: Sha,
  createdAt: z.string().optional(),
  lastModified: z.string().optional(),
  private: z.boolean(),
  gated: Gate,
  disabled: z.boolean().optional(),
  siblings: z.array(z.object({ rfilename: z.string() })).optional(),
  // Anybody writes anything into a card: an odd one must not hide the weights. `hf-license.ts` reads it.
  cardData: z
    .union([z.object({ license: z.unknown().optional(), license_name: z.unknown().optional() }), z.unknown()])
    .optional(),
});

/** A model's page, as everyone can see it. */
export type Page = { target: string; hub: Hub } & (
  | { kind: 'seen'; model: z.infer<typeof Model> }
  /** It is there, and a gate closes all of it. */
  | { kind: 'gated' }
  /** It is there, and the Hub has closed all of it. */
  | { kind: 'disabled' }
  /** There is none for visitors; `definite` where the Hub says so by its own code to one with a token. */
  | { kind: 'missing'; definite: true }
  | { kind: 'missing'; definite: false; failed: Failed }
  | { kind: 'untold'; failed: Failed }
);

/** A page that could be read. */
export type SeenPage = Extract<Page, { kind: 'seen' }>;

// Without `downloads` and `likes`, which would change the answer's ETag by the minute.
const FIELDS = ['sha', 'lastModified', 'createdAt', 'private', 'gated', 'disabled', 'siblings', 'cardData'];

/** Looks at a model's page, once a round for all who ask. */
export function seePage(target: string, tools: SourceTools): Promise<Page> {
  return tools.shared(`hf-model page: ${tools.endpoint} ${target}`, () => read(target, tools));
}

async function read(target: string, tools: SourceTools): Promise<Page> {
  const { endpoint } = tools;
  const url = `${endpoint}/api/models/${pathOf(target)}?${FIELDS.map((field) => `expand=${field}`).join('&')}`;
  const request = { what: "the model's page", url, schema: Model, keep: tools };
  const { hub, reply } = await askHub(hubOf(tools), request);
  if (reply.kind !== 'value') return withoutModel(target, hub, reply);
  // A private page is there for the operator's token alone: the watch waits until everyone can look, and says no more
  // about it than to a stranger.
  if (reply.value.private) return { kind: 'missing', definite: true, target, hub };
  return { kind: 'seen', model: reply.value, target, hub };
}

/** What it means that the Hub does not show the model: huggingface_hub, `utils/_http.py`, `hf_raise_for_status`. */
function withoutModel(target: string, hub: Hub, failed: Failed): Page {
  if (failed.kind !== 'refused') return { kind: 'untold', failed, target, hub };
  if (isBehindGate(failed)) return { kind: 'gated', target, hub };
  const isNamed = failed.headers['x-error-code'] === 'RepoNotFound';
  if (failed.status === 404 || isNamed) {
    return failed.status === 404 && isNamed && hub.token !== undefined
      ? { kind: 'missing', definite: true, target, hub }
      : { kind: 'missing', definite: false, failed, target, hub };
  }
  // "401 is misleading": to visitors the Hub answers it for missing, private and gated models alike
  // (huggingface_hub#1202).
  if (failed.status === 401 && hub.token === undefined)
    return { kind: 'missing', definite: false, failed, target, hub };
  if (isDisabled(failed)) return { kind: 'disabled', target, hub };
  return { kind: 'untold', failed, target, hub };
}
