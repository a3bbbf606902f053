import DataLoader from 'dataloader';
import * as z from 'zod';
import { readUrl } from '../domain/url.ts';
import { getJson } from './get-json.ts';
import type { Outcome, SourceTools } from './source.ts';

/** What upstream is called at the beginning of a sentence. */
export const WHO = 'Endoflife.date';

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/);

/** A release cycle of a product, with its days as upstream writes them. */
const Cycle = z.object({
  name,
  releaseDate: z.string().nullish(),
  isEol: z.boolean(),
  eolFrom: z.string().nullish(),
  isDiscontinued: z.boolean().nullish(),
  discontinuedFrom: z.string().nullish(),
  isMaintained: z.boolean().optional(),
  latest: z.object({ name: z.string(), link: z.string().nullish() }).nullish(),
});
export type Cycle = z.infer<typeof Cycle>;

const Product = z.object({
  result: z.object({
    name,
    label: z.string(),
    links: z.object({ html: z.string().nullish() }).nullish(),
    releases: z.array(Cycle),
  }),
});

/** A product with all its release cycles. */
export interface Product {
  name: string;
  cycles: readonly Cycle[];
  /** Where a person can look, and what was asked. */
  page: string;
  url: string;
}

/** A product, or why there is none to be had. */
export type ProductReply = { kind: 'product'; product: Product } | Exclude<Outcome, { kind: 'ok' }>;

/** The parts of a target: `python` or `python/3.12`. */
export function parseTarget(target: string): { product: string; cycle: string | undefined } | undefined {
  const parts = target.split('/');
  const [product = '', cycle] = parts;
  if (parts.length > 2 || parts.some((part) => !name.safeParse(part).success)) return undefined;
  return { product, cycle };
}

/** Asks for a product, once in a round. */
export function getProduct(product: string, tools: SourceTools): Promise<ProductReply> {
  const loader = tools.shared(
    `endoflife products ${tools.endpoint}`,
    () =>
      new DataLoader((names: readonly string[]) => Promise.all(names.map((one) => ask(one, tools))), {
        batch: false,
      }),
  );
  return loader.load(product);
}

async function ask(product: string, tools: SourceTools): Promise<ProductReply> {
  const { http, endpoint, token } = tools;
  const url = `${endpoint}/products/${encodeURIComponent(product)}/`;
  const request = {
    http,
    who: WHO,
    what: `the product ${product}`,
    url,
    token,
    schema: Product,
    keep: tools,
  };
  const reply = await getJson(request);
  if (reply.kind === 'refused' && reply.status === 404) {
    const evidence = [{ label: 'Asked', url }];
    return { kind: 'absent', why: `${WHO} has no product ${product}.`, evidence };
  }
  if (reply.kind === 'refused' && reply.status === 410)
    return { kind: 'unknown', why: reply.why, permanent: true };
  if (reply.kind !== 'value') return { kind: 'unknown', why: reply.why };
  const { name, links, releases } = reply.value.result;
  return { kind: 'product', product: { name, cycles: releases, page: webAddress(links?.html) ?? url, url } };
}

/** The text, where it is an address that a person can open. */
export function webAddress(text: string | null | undefined): string | undefined {
  if (!text || text.length > 500) return undefined;
  return /^https?:$/.test(readUrl(text)?.protocol ?? '') ? text : undefined;
}
