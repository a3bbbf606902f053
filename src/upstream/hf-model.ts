import * as z from 'zod';
import { getJson, type JsonReply } from './get-json.ts';
import { existsEvent, weightsEvent, type Sighting } from './hf-event.ts';
import { HUB, listFiles, pathOf, readShardIndex, type Hub } from './hf-files.ts';
import { judgeWeights, looksLikeWeights } from './hf-weights.ts';
import type { Outcome, Source, SourceTools } from './source.ts';

// huggingface_hub's own rule, `utils/_validators.py`: ASCII letters, digits, `-`, `_`, `.`; a part begins and ends with
// a word character. The owner is optional there; such old names are redirects today.
const PART = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?';
const MODEL_ID = new RegExp(`^${PART}/${PART}$`);
const LONGEST_ID = 96;

const Model = z.object({
  _id: z.string().regex(/^[0-9a-f]{24}$/),
  id: z.string().refine(isModelId),
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  createdAt: z.string().optional(),
  lastModified: z.string().optional(),
  private: z.boolean(),
  gated: z.union([z.boolean(), z.string()]),
  disabled: z.boolean().optional(),
  siblings: z.array(z.object({ rfilename: z.string() })).optional(),
});
type Model = z.infer<typeof Model>;

// Without `downloads` and `likes`, which would change the answer's ETag by the minute.
const FIELDS = ['sha', 'lastModified', 'createdAt', 'private', 'gated', 'disabled', 'siblings'];

const nothing: Outcome = { kind: 'ok', events: [] };

/** Models on the Hugging Face Hub: `exists` is a page and nothing more, `has-weights` is weights that are complete. */
export const hfModel: Source = {
  name: 'hf-model',
  conditions: ['has-weights', 'exists'],
  problemWithTarget,
  look,
};

function isModelId(text: string): boolean {
  return text.length <= LONGEST_ID && MODEL_ID.test(text) && !/--|\.\.|\.git$/.test(text);
}

function problemWithTarget(target: string): string | undefined {
  if (isModelId(target)) return undefined;
  const path = URL.canParse(target) ? new URL(target).pathname : target;
  const likely = path.split('/').filter(Boolean).slice(0, 2).join('/');
  const remedy = isModelId(likely)
    ? `Write ${likely}.`
    : "Write owner/name as in the address of the model's page, such as MiniMaxAI/MiniMax-M3: letters, digits, -, _ and .";
  return `This is not the name of a model on ${HUB}. ${remedy}`;
}

async function look(target: string, when: string, tools: SourceTools): Promise<Outcome> {
  const problem = problemWithTarget(target);
  if (problem !== undefined) return { kind: 'unknown', why: problem };
  const { hub, reply } = await askForModel(target, tools);
  if (reply.kind !== 'value') return withoutModel(target, when, hub, reply);
  // A private page is there for the operator's token alone: the watch waits until everyone can look, and says no more
  // about it than to a stranger.
  if (reply.value.private) return absent(target, hub);
  const sighting = { target, hub, model: reply.value };
  if (when === 'exists') return { kind: 'ok', events: [existsEvent(sighting)] };
  return lookForWeights(sighting);
}

async function askForModel(
  target: string,
  tools: SourceTools,
): Promise<{ hub: Hub; reply: JsonReply<Model> }> {
  const base = tools.endpoint.replace(/\/+$/, '');
  const url = `${base}/api/models/${pathOf(target)}?${FIELDS.map((field) => `expand=${field}`).join('&')}`;
  const hub: Hub = { http: tools.http, base, token: tools.token, tokenRefused: false };
  const request = { http: hub.http, who: HUB, what: "the model's page", url, schema: Model };
  const reply = await getJson({ ...request, token: hub.token });
  if (hub.token === undefined || !isInvalidToken(reply)) return { hub, reply };
  // An expired token must not blind a watch on a public model.
  const anonymous = { ...hub, token: undefined, tokenRefused: true };
  return { hub: anonymous, reply: await getJson({ ...request, token: undefined }) };
}

function isInvalidToken(reply: JsonReply<Model>): boolean {
  return reply.kind === 'refused' && reply.status === 401 && /invalid credentials/i.test(reply.message);
}

async function lookForWeights(sighting: Sighting & { model: Model }): Promise<Outcome> {
  const { hub, model } = sighting;
  if (model.siblings?.some((file) => looksLikeWeights(file.rfilename)) === false) return nothing;
  const listed = await listFiles(hub, model);
  if ('why' in listed) return unknown(listed.why, hub);
  if (judgeWeights(listed.files).kind !== 'complete') return nothing;
  const index = await readShardIndex(hub, model, listed.files);
  if ('why' in index) return unknown(index.why, hub);
  const weights = judgeWeights(listed.files, index.shards);
  if (weights.kind !== 'complete') return nothing;
  return { kind: 'ok', events: [weightsEvent(sighting, weights.files, weights.bytes)] };
}

/** What it means that the Hub does not show the model: huggingface_hub, `utils/_http.py`, `hf_raise_for_status`. */
function withoutModel(
  target: string,
  when: string,
  hub: Hub,
  reply: Exclude<JsonReply<Model>, { kind: 'value' }>,
): Outcome {
  if (reply.kind !== 'refused') return unknown(reply.why, hub);
  const code = reply.headers['x-error-code'];
  if (code === 'GatedRepo') return behindGate(target, when, hub);
  if (reply.status === 404 || code === 'RepoNotFound') return absent(target, hub);
  // "401 is misleading": to visitors the Hub answers it for missing, private and gated models alike
  // (huggingface_hub#1202).
  if (reply.status === 401 && hub.token === undefined) return absent(target, hub);
  if (reply.status === 403 && /is disabled/i.test(reply.message)) {
    return unknown(`${HUB} has disabled ${target}: it is there, and its contents cannot be read.`, hub);
  }
  return unknown(reply.why, hub);
}

function behindGate(target: string, when: string, hub: Hub): Outcome {
  if (when === 'exists') {
    const model = { id: target, _id: 'gated', gated: true };
    return { kind: 'ok', events: [existsEvent({ target, hub, model })] };
  }
  return unknown(`${target} is on ${HUB} behind a gate, and its files cannot be listed.`, hub);
}

function absent(target: string, hub: Hub): Outcome {
  const why =
    hub.token === undefined
      ? `${HUB} shows no model ${target} to visitors: it is missing, private or gated.`
      : `${HUB} has no public model ${target}.`;
  return { kind: 'absent', why: why + aboutToken(hub) };
}

function unknown(why: string, hub: Hub): Outcome {
  return { kind: 'unknown', why: why + aboutToken(hub) };
}

function aboutToken(hub: Hub): string {
  return hub.tokenRefused ? ' (The token was called invalid, so it was asked without: renew it.)' : '';
}
