import type * as z from 'zod';
import { askHub, HUB, type Failed, type Hub } from './hf-hub.ts';
import { nextPage } from './next-page.ts';

/** A list on the Hub: `what` names it in the sentences, `noun` its entries. */
interface ListRequest<T> {
  what: string;
  noun: string;
  url: string;
  schema: z.ZodType<T[]>;
}

/** A whole list, and the Hub as it was asked; or why there is none. Half a list is no list. */
export type Listed<T> = { hub: Hub } & ({ entries: readonly T[] } | { failed: Failed });

// Files come 1000 and models 100 a page; what is longer is a data set or a mill in disguise.
const MAX_PAGES = 50;

/** Reads a list through all its pages, none of them on another host. */
export async function readPages<T>(asked: Hub, request: ListRequest<T>): Promise<Listed<T>> {
  const { what, noun, schema } = request;
  const { origin } = new URL(request.url);
  const entries: T[] = [];
  let { url } = request;
  let hub = asked;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const answer = await askHub(hub, { what, url, schema });
    const { reply } = answer;
    ({ hub } = answer);
    if (reply.kind !== 'value') return { hub, failed: reply };
    entries.push(...reply.value);
    const next = nextPage(reply.headers['link'], url);
    if (next === undefined) return { hub, entries };
    if (new URL(next).origin !== origin)
      return { hub, failed: unreadable(`${HUB} sends the next page of ${noun} to another host.`) };
    url = next;
  }
  return { hub, failed: unreadable(`${HUB} lists more than ${MAX_PAGES} pages of ${noun}.`) };
}

function unreadable(why: string): Failed {
  return { kind: 'unreadable', why };
}
