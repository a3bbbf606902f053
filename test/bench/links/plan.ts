import { kindNames, kinds, type Kind } from './kinds.ts';
import { createRandom, pick, shuffled, type Random } from './random.ts';

/** A host of the simulated web: one address of 127.0.0.0/8. */
export interface Host {
  ip: string;
  /** Requests a second, and how many at once out of rest; beyond that it answers 429. */
  limit: number | undefined;
  /** Whatever is not there answers 200 and "Page not found". */
  soft: boolean;
}

/** How a page's text differs between two reads, or between two runs. */
export type Text = 'still' | 'value-changes' | 'paragraphs-change' | 'noisy';

/** A page. */
export interface Page {
  id: number;
  host: number;
  path: string;
  kind: Kind;
  text: Text;
  /** How it says of itself which version it is. */
  validators: 'etag' | 'both' | 'last-modified' | 'none';
}

/** An address as it is cited: a page, and perhaps a place in it. */
export interface Address {
  page: number;
  fragment: 'method' | 'gone-section' | undefined;
}

/** The whole simulated web, and who cites what of it. */
export interface Plan {
  seed: number;
  hosts: readonly Host[];
  pages: readonly Page[];
  addresses: readonly Address[];
  /** The addresses of each file, in the order in which they stand. */
  files: readonly (readonly number[])[];
  /** Milliseconds, of the lognormal latency. */
  median: number;
}

/** Pages of the four largest hosts, and how often they are cited in all, at scale 1. */
const headPages = [316, 124, 76, 68];
const headMentions = [975, 383, 236, 209];
const limits: Readonly<Record<number, number>> = { 0: 60, 3: 20 };
const [allHosts, allMentions, fragmentAddresses, allFiles] = [379, 5_783, 56, 196];
const walled = 1;

/** Plans a web; the same for the same seed and scale. */
export function planWeb(seed: number, scale: number): Plan {
  const random = createRandom(seed);
  const places = placesOf(kindCounts(scale), scale);
  const pages = pagesOf(places, scale, random);
  const hosts = hostsOf(pages);
  const addresses = addressesOf(pages, atScale(fragmentAddresses, scale), random);
  const files = filesOf(addresses, pages, scale, random);
  return { seed, hosts, pages, addresses, files, median: 120 };
}

/** Plans a large web of quick answers, 50 pages a host: nearly all are there, one in 50 is not, one in 100 has moved. */
export function planMany(seed: number, many: number): Plan {
  const pages = Array.from({ length: many }, (_, id): Page => {
    const kind = id % 50 === 7 ? 'not-found' : id % 100 === 13 ? 'redirect-permanent' : 'ok';
    return { id, host: Math.floor(id / 50), path: `/p/${id}`, kind, text: 'still', validators: 'etag' };
  });
  const addresses = pages.map(({ id }) => ({ page: id, fragment: undefined }));
  return { seed, hosts: hostsOf(pages), pages, addresses, files: [pages.map(({ id }) => id)], median: 2 };
}

function atScale(count: number, scale: number): number {
  return Math.max(1, Math.round(count * scale));
}

function kindCounts(scale: number): Map<Kind, number> {
  return new Map(kindNames.map((kind) => [kind, atScale(kinds[kind].pages, scale)]));
}

/** The host of each page. The largest four are given; the others share the rest, a few much and most little. */
function placesOf(counts: ReadonlyMap<Kind, number>, scale: number): number[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const head = headPages.map((count) => atScale(count, scale));
  head[walled] = counts.get('blocked-wall') ?? 0;
  const left = total - head.reduce((sum, count) => sum + count, 0);
  const tail = Math.max(1, Math.min(left, atScale(allHosts - headPages.length, scale)));
  const most = Math.max(1, (head.at(-1) ?? 1) - 8);
  const shares = Array.from({ length: tail }, (_, rank) => 1 / (rank + 6));
  const sum = shares.reduce((all, share) => all + share, 0);
  const sizes = shares.map((share) => Math.min(most, 1 + Math.floor((share / sum) * (left - tail))));
  let over = left - sizes.reduce((all, size) => all + size, 0);
  for (let rank = 0; over > 0; rank = (rank + 1) % tail) {
    if ((sizes[rank] ?? most) >= most && sizes.some((size) => size < most)) continue;
    sizes[rank] = (sizes[rank] ?? 0) + 1;
    over -= 1;
  }
  return [...head, ...sizes].flatMap((size, host) => Array<number>(size).fill(host));
}

function pagesOf(places: readonly number[], scale: number, random: Random): Page[] {
  const counts = kindCounts(scale);
  const others = [...counts].flatMap(([kind, count]) =>
    kind === 'blocked-wall' ? [] : Array<Kind>(count).fill(kind),
  );
  const dealt = keptFromHeads(shuffled(others, random), places);
  const texts = shuffled(textsOf(counts.get('ok') ?? 0), random);
  return places.map((host, id) => {
    const kind = host === walled ? 'blocked-wall' : (dealt.shift() ?? 'ok');
    const text = kind === 'ok' ? (texts.shift() ?? 'still') : 'still';
    // A page that is made anew for each reader has no version.
    const validators: Page['validators'] =
      text === 'noisy'
        ? 'none'
        : pick(['etag', 'etag', 'etag', 'both', 'both', 'both', 'last-modified', 'none'], random);
    return { id, host, path: `/p/${id}/${Math.floor(random() * 1e9).toString(36)}`, kind, text, validators };
  });
}

/**
 * A page that hangs takes a place for as long as the client's patience lasts. At a large host that would make the bound
 * a matter of the time limit, so these are at small ones.
 */
function keptFromHeads(dealt: Kind[], places: readonly number[]): Kind[] {
  const heads = places.filter((host) => host < headPages.length && host !== walled).length;
  let swap = dealt.length - 1;
  for (let at = 0; at < heads; at += 1) {
    if (dealt[at] !== 'hang') continue;
    while (dealt[swap] === 'hang') swap -= 1;
    [dealt[at], dealt[swap]] = [dealt[swap] ?? 'ok', 'hang'];
  }
  return dealt;
}

/** 4 in 100 plain pages change truly, half of them in one value and half in whole paragraphs; 10 in 100 are noisy. */
function textsOf(plain: number): Text[] {
  const changed = Math.max(2, Math.round(plain * 0.04));
  const noisy = Math.max(1, Math.round(plain * 0.1));
  return Array.from({ length: plain }, (_, at) => {
    if (at < changed) return at % 2 === 0 ? 'value-changes' : 'paragraphs-change';
    return at < changed + noisy ? 'noisy' : 'still';
  });
}

function hostsOf(pages: readonly Page[]): Host[] {
  const many = Math.max(...pages.slice(-1).map(({ host }) => host)) + 1;
  const soft = new Set(pages.filter(({ kind }) => kind === 'soft-404').map(({ host }) => host));
  return Array.from({ length: many }, (_, at) => ({
    ip: `127.${10 + Math.floor(at / 62_500)}.${Math.floor(at / 250) % 250}.${(at % 250) + 1}`,
    limit: limits[at],
    soft: soft.has(at),
  }));
}

function addressesOf(pages: readonly Page[], many: number, random: Random): Address[] {
  const plain = shuffled(
    pages.filter(({ kind }) => kind === 'ok'),
    random,
  ).slice(0, many);
  return [
    ...pages.map(({ id }) => ({ page: id, fragment: undefined })),
    ...plain.map(({ id }, at): Address => ({ page: id, fragment: at % 4 === 0 ? 'gone-section' : 'method' })),
  ];
}

/** Each address is cited once at least; who cites the rest is drawn, the large hosts' shares being given. */
function filesOf(
  addresses: readonly Address[],
  pages: readonly Page[],
  scale: number,
  random: Random,
): number[][] {
  const byHead = headMentions.map((): number[] => []);
  const rest: number[] = [];
  addresses.forEach(({ page }, at) => (byHead[pages[page]?.host ?? -1] ?? rest).push(at));
  const mentions = addresses.map((_, at) => at);
  byHead.forEach((own, head) => more(own, atScale(headMentions[head] ?? 0, scale) - own.length));
  more(rest, atScale(allMentions, scale) - mentions.length);
  const files = Array.from({ length: atScale(allFiles, scale) }, (): number[] => []);
  for (const mention of shuffled(mentions, random)) files[Math.floor(random() * files.length)]?.push(mention);
  return files;

  function more(own: readonly number[], many: number): void {
    for (let done = 0; done < many; done += 1) mentions.push(own[Math.floor(random() * own.length)] ?? 0);
  }
}
