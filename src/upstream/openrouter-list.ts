import * as z from 'zod';
import { readUrl } from '../domain/url.ts';
import type { Reply } from './get-document.ts';
import { getJson } from './get-json.ts';
import { Pricing } from './openrouter-prices.ts';
import type { SourceTools } from './source.ts';

const PART = '[A-Za-z0-9_][\\w.-]*';
const MODEL_ID = new RegExp(`^~?${PART}/${PART}(?::${PART})?$`);
const LONGEST_ID = 120;

const HF_ID = /^[\w.-]{1,96}\/[\w.-]{1,96}$/;

/** Stands for a text that cannot be read, where one that is missing says that there is none. */
export const ODD = '?';

// What is odd about one model must not hide the others, nor its own other fields.
const Model = z.object({
  id: z.string().max(300),
  canonical_slug: z.string().refine(isModelId).optional().catch(undefined),
  hugging_face_id: z
    .union([z.string().regex(HF_ID), z.literal(''), z.null()])
    .optional()
    .catch(ODD),
  context_length: z.int().nonnegative().optional().catch(undefined),
  pricing: Pricing.optional().catch(undefined),
  supported_parameters: z.array(z.string().max(100)).max(200).optional().catch(undefined),
  expiration_date: z.string().max(40).nullish().catch(ODD),
});

/** A model as upstream lists it. Fields that cannot be read are undefined, texts among them `?`. */
export type Model = z.infer<typeof Model>;

const Page = z.object({
  data: z.array(Model),
  total_count: z.int().nonnegative().optional().catch(undefined),
  links: z.object({ next: z.string().max(2_000).nullish() }).nullish(),
});

const One = z.object({ data: Model.extend({ id: z.string().refine(isModelId) }) });

/** All models that upstream lists, or why they could not be read. */
export type Listing =
  | { kind: 'models'; models: ReadonlyMap<string, Model>; isWhole: boolean }
  | { kind: 'unknown'; why: string };

/** How upstream is called in sentences. */
export const OPENROUTER = 'OpenRouter';

const MAX_PAGES = 10;

/** Whether a text can be the name of a model: `author/slug`, `author/slug:free`, `~author/slug-latest`. */
export function isModelId(text: string): boolean {
  return text.length <= LONGEST_ID && MODEL_ID.test(text);
}

/** A model's name as a path: each part encoded. */
export function pathOf(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}

/** Reads the list of all models: once a round, however many looks need it. */
export function listModels(tools: SourceTools): Promise<Listing> {
  return tools.shared(`openrouter list ${tools.endpoint}`, () => readList(tools));
}

/** Asks for one model by its name, which upstream may call by another today: once a round. */
export function askForModel(id: string, tools: SourceTools): Promise<Reply<{ data: Model }>> {
  const { http, token, endpoint } = tools;
  const url = `${endpoint}/model/${pathOf(id)}`;
  return tools.shared(`openrouter model ${url}`, () =>
    getJson({ http, who: OPENROUTER, what: 'the model', url, token, schema: One }),
  );
}

async function readList(tools: SourceTools): Promise<Listing> {
  const { http, token, endpoint } = tools;
  const models = new Map<string, Model>();
  // The default list leaves out what answers with anything but text.
  let url = `${endpoint}/models?output_modalities=all`;
  const { origin } = new URL(url);
  let read = 0;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const what = 'the list of models';
    const request = { http, who: OPENROUTER, what, url, token, keep: tools };
    const reply = await getJson({ ...request, schema: Page });
    if (reply.kind !== 'value') return { kind: 'unknown', why: reply.why };
    const { data, total_count: total, links } = reply.value;
    read += data.length;
    for (const model of data) models.set(model.id, model);
    const next = links?.next;
    if (next === undefined || next === null) return { kind: 'models', models, isWhole: total === read };
    const page = readUrl(next, url);
    if (page?.origin !== origin) {
      return { kind: 'unknown', why: `${OPENROUTER} sends the next page of models to another host.` };
    }
    url = page.href;
  }
  return { kind: 'unknown', why: `${OPENROUTER} lists more than ${MAX_PAGES} pages of models.` };
}
