import * as z from 'zod';
import { clip } from './clip.ts';
import type { Reply } from './get-document.ts';
import { getJson } from './get-json.ts';
import { normalName, pythonVersions, versionOfFile, type PythonVersion } from './pypi-versions.ts';
import { askOnce } from './package-document.ts';
import type { SourceTools } from './source.ts';

/** What is kept of an index page: without its files, which are thousands for some projects. */
const Summary = z.object({
  name: z.string(),
  status: z.string().regex(/^[a-z0-9-]{1,40}$/),
  reason: z.string().optional(),
  /** Versions with a file that can be had. Undefined where the index lists no versions at all. */
  live: z.array(z.string()).optional(),
  /** Versions of which all files are yanked, with the first reason. */
  yanked: z.array(z.tuple([z.string(), z.string()])),
});
type Summary = z.infer<typeof Summary>;

// The Simple API, versions 1.1 (PEP 700) and 1.4 (PEP 792).
const Page = z.object({
  name: z.string(),
  versions: z.array(z.string()).optional(),
  files: z.array(z.object({ filename: z.string(), yanked: z.union([z.boolean(), z.string()]).optional() })),
  'project-status': z.object({ status: z.string().min(1), reason: z.string().nullish() }).optional(),
});

// A page as it comes, or as it was kept.
const Document = z.union([Summary, Page.transform(summaryOf)]);

/** A project as the index shows it. Versions are found by their key. */
export interface Project {
  /** In its normal form. */
  name: string;
  /** `active` where the index says nothing. */
  status: string;
  reason?: string | undefined;
  live: ReadonlyMap<string, PythonVersion>;
  yanked: ReadonlyMap<string, Yanked>;
}

interface Yanked {
  version: PythonVersion;
  /** May be empty. */
  reason: string;
}

/** How the index is called in sentences. */
export const INDEX = 'The Python package index';

const ACCEPT = 'application/vnd.pypi.simple.v1+json';
const MAX_BYTES = 25_000_000;

/** The address of a project's page, for programs and for people. */
export function addressOf(name: string, { endpoint }: Pick<SourceTools, 'endpoint'>): string {
  return `${endpoint}/${encodeURIComponent(normalName(name))}/`;
}

/** Asks for a project, once a round however many looks need it. */
export function askForProject(name: string, tools: SourceTools): Promise<Reply<Project>> {
  return askOnce(tools, 'pypi', { url: addressOf(name, tools), ask: () => ask(name, tools) });
}

async function ask(name: string, tools: SourceTools): Promise<Reply<Project>> {
  const { http, token } = tools;
  const what = 'the project';
  const url = addressOf(name, tools);
  const request = { http, token, who: INDEX, what, url, accept: ACCEPT, maxBytes: MAX_BYTES };
  const reply = await getJson({ ...request, schema: Document, keep: tools });
  if (reply.kind !== 'value') return reply;
  const { name: found, live, yanked, status, reason } = reply.value;
  const answered = `${INDEX} answered the request for ${what}`;
  if (found !== normalName(name)) return { kind: 'unreadable', why: `${answered} with another one.` };
  if (live === undefined)
    return { kind: 'unreadable', why: `${answered} without its versions: it is too old.` };
  const reasons = new Map(yanked);
  const withdrawn = [...byKey([...reasons.keys()])].map(
    ([key, version]) => [key, { version, reason: reasons.get(version.text) ?? '' }] as const,
  );
  return { ...reply, value: { name: found, status, reason, live: byKey(live), yanked: new Map(withdrawn) } };
}

function summaryOf({ name, versions, files, 'project-status': given }: z.infer<typeof Page>): Summary {
  const project = normalName(name);
  const live = new Set<string>();
  const yanked = new Map<string, string>();
  for (const file of files) {
    const key = versionOfFile(file.filename, project)?.key;
    if (key === undefined) continue;
    if (!file.yanked) live.add(key);
    else if (!yanked.has(key)) yanked.set(key, file.yanked === true ? '' : clip(file.yanked));
  }
  const listed = versions && [...byKey(versions)];
  return {
    name: project,
    status: (given?.status ?? 'active')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 40),
    ...(given?.reason && { reason: clip(given.reason) }),
    ...(listed && { live: listed.filter(([key]) => live.has(key)).map(([, { text }]) => text) }),
    yanked: (listed ?? []).flatMap(([key, { text }]) => {
      const reason = live.has(key) ? undefined : yanked.get(key);
      return reason === undefined ? [] : [[text, reason]];
    }),
  };
}

function byKey(texts: readonly string[]): Map<string, PythonVersion> {
  const versions = texts.map((text) => pythonVersions.parse(text)).filter((version) => version !== undefined);
  return new Map(versions.map((version) => [version.key, version]));
}
