import { compareBuild, parse } from 'semver';
import * as z from 'zod';
import type { Reply } from './get-document.ts';
import { getJson } from './get-json.ts';
import { askOnce } from './package-document.ts';
import type { SourceTools } from './source.ts';
import { LONGEST_VERSION, type Scheme, type Version } from './versions.ts';

// `deprecated` has been a boolean in old documents; anything else says nothing.
const Document = z.object({
  name: z.string(),
  'dist-tags': z.record(z.string(), z.string()),
  versions: z.record(
    z.string(),
    z.object({ deprecated: z.union([z.string(), z.boolean()]).optional().catch(undefined) }),
  ),
});

/** A package as the registry shows it. */
export interface Package {
  name: string;
  tags: ReadonlyMap<string, string>;
  /** What is no version is left out. */
  versions: ReadonlyMap<string, Version>;
  /** The versions that must not be used any more, with the message where there is one. */
  deprecated: ReadonlyMap<string, string | true>;
}

/** How the registry is called in sentences. */
export const REGISTRY = 'The npm registry';

/** Semantic versions. */
export const semanticVersions: Scheme = { parse: parseVersion, compareTies: compareBuild };

const ABBREVIATED = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
const MAX_BYTES = 25_000_000;

/** The address of a package's document. */
export function addressOf(name: string, { endpoint }: Pick<SourceTools, 'endpoint'>): string {
  return `${endpoint}/${name.startsWith('@') ? '@' : ''}${encodeURIComponent(name.replace(/^@/, ''))}`;
}

/** Asks for a package, once a round however many looks need it. */
export function askForPackage(name: string, tools: SourceTools): Promise<Reply<Package>> {
  return askOnce(tools, 'npm', { url: addressOf(name, tools), ask: () => ask(name, tools) });
}

async function ask(name: string, tools: SourceTools): Promise<Reply<Package>> {
  const { http, token } = tools;
  const what = 'the package';
  const url = addressOf(name, tools);
  const request = { http, token, who: REGISTRY, what, url, accept: ABBREVIATED, maxBytes: MAX_BYTES };
  const reply = await getJson({ ...request, schema: Document, keep: tools });
  if (reply.kind !== 'value') return reply;
  if (reply.value.name === name) return { ...reply, value: read(reply.value) };
  return { kind: 'unreadable', why: `${REGISTRY} answered the request for ${what} with another one.` };
}

function read({ name, 'dist-tags': tags, versions }: z.infer<typeof Document>): Package {
  const known = new Map<string, Version>();
  const deprecated = new Map<string, string | true>();
  for (const [text, { deprecated: message }] of Object.entries(versions)) {
    const version = parseVersion(text);
    if (version === undefined) continue;
    known.set(text, version);
    if (message) deprecated.set(text, message);
  }
  return { name, tags: new Map(Object.entries(tags)), versions: known, deprecated };
}

function parseVersion(text: string): Version | undefined {
  if (text.length > LONGEST_VERSION || !/^\d[\w.+-]*$/.test(text)) return undefined;
  const version = parse(text);
  if (version === null) return undefined;
  const { major, minor, patch, prerelease } = version;
  return { text, numbers: [0, major, minor, patch], isPrerelease: prerelease.length > 0 };
}
