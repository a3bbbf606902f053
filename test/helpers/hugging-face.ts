import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerWith, type Fault } from './faults.ts';

/**
 * A file on the stand-in: a path with a claimed size, and the text that `/resolve/` answers and the hash of its contents
 * where a test needs its own.
 */
export interface HubFile {
  path: string;
  size: number;
  content?: string;
  oid?: string;
}

/** A model as it is put on the stand-in; what is left out is made up. */
interface HubModel {
  files: readonly HubFile[];
  sha?: string;
  _id?: string;
  private?: boolean;
  gated?: false | 'auto' | 'manual';
  /** How much a gate closes to those who are no readers: `files` on the real Hub, in most cases. */
  gateCloses?: 'files' | 'tree' | 'page';
  disabled?: boolean;
  createdAt?: string;
  lastModified?: string;
  /** The front matter of its README. */
  cardData?: unknown;
  /** The tokens that see a private model and pass the gate. */
  readers?: readonly string[];
}

/** Which of the Hub's addresses a fault is for. */
type HubDoor = 'list' | 'page' | 'tree' | 'resolve';

/** One request that the stand-in has seen. */
interface HubRequest {
  url: string;
  authorization: string | undefined;
  /** Whether it asked only for what is newer than what it knows. */
  conditional: boolean;
}

/** A Hugging Face Hub on loopback. */
export interface HuggingFace {
  url: string;
  requests: HubRequest[];
  setModel(id: string, model: HubModel): void;
  removeModel(id: string): void;
  /** The old name answers 307 from now on. */
  moveModel(from: string, to: string): void;
  /** Breaks one door, or all of them; without a fault they work again. */
  fail(fault?: Fault, door?: HubDoor): void;
  close(): Promise<void>;
}

/** The tokens that the stand-in takes; any other is invalid. */
const goodTokens = ['hf_operator', 'hf_reader'] as const;

type Shelved = Required<HubModel> & { id: string };
type Answer = { status: number; body: unknown; headers?: Record<string, string> };

const PAGE = 1000;
const doorNames = ['list', 'page', 'tree', 'resolve'] as const;
const INDEX = 'model.safetensors.index.json';

/** A model's files with so many shards, their index and what else belongs to it. */
export function shardedFiles(shards: number, size: number): HubFile[] {
  const names = Array.from(
    { length: shards },
    (_, at) => `model-${pad(at + 1)}-of-${pad(shards)}.safetensors`,
  );
  const weight_map = Object.fromEntries(names.map((name, layer) => [`model.layers.${layer}.weight`, name]));
  const index = { metadata: { total_size: shards * size }, weight_map };
  return [
    ...cardFiles(),
    { path: 'config.json', size: 3100 },
    ...names.map((path) => ({ path, size })),
    { path: INDEX, size: JSON.stringify(index).length, content: JSON.stringify(index) },
    { path: 'tokenizer.json', size: 9_730_160 },
  ];
}

/** What a repository holds in the days before its weights. */
export function cardFiles(): HubFile[] {
  return [
    { path: '.gitattributes', size: 1519 },
    { path: 'README.md', size: 4890 },
  ];
}

/** Starts an empty Hub. */
export async function startHuggingFace(): Promise<HuggingFace> {
  const models = new Map<string, Shelved>();
  const moved = new Map<string, string>();
  const faults = new Map<HubDoor, Fault>();
  const requests: HubRequest[] = [];
  let born = 0;

  const server = createServer((request, response) => {
    const { authorization, 'if-none-match': known } = request.headers;
    requests.push({ url: request.url ?? '', authorization, conditional: known !== undefined });
    const asked = new URL(request.url ?? '', url);
    const route = routeOf(asked);
    const fault = route && faults.get(route.door);
    if (fault !== undefined) return answerWith(fault, response);
    if (!route) return send(response, { status: 404, body: { error: 'Sorry, we can’t find this page.' } });
    send(response, answer(request, asked, route), known);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(request: IncomingMessage, url: URL, route: Route): Answer {
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    if (token !== undefined && !(goodTokens as readonly string[]).includes(token)) {
      return refusal(401, '', 'Invalid credentials in Authorization header');
    }
    return route.door === 'list'
      ? listOf([...models.values()], url, token)
      : answerOf(url, { ...route, door: route.door }, token);
  }

  function answerOf(url: URL, route: ModelRoute, token: string | undefined): Answer {
    const target = moved.get(route.id);
    if (target !== undefined) return redirect(url, route.id, target);
    const model = models.get(route.id);
    const reads = token !== undefined && model?.readers.includes(token);
    if (!model || (model.private && !reads)) {
      // The Hub does not tell strangers which of the two it is (huggingface_hub#1202).
      return token === undefined
        ? refusal(401, '', 'Invalid username or password.')
        : refusal(404, 'RepoNotFound', 'Repository not found');
    }
    if (isBehindGate(model, route.door) && !reads) {
      return refusal(
        token === undefined ? 401 : 403,
        'GatedRepo',
        `Access to model ${model.id} is restricted.`,
      );
    }
    if (model.disabled && route.door !== 'page')
      return refusal(403, '', 'Access to this resource is disabled.');
    return doors[route.door](model, url, route);
  }

  return {
    url,
    requests,
    setModel(id, model) {
      born += models.has(id) ? 0 : 1;
      moved.delete(id);
      const { _id } = models.get(id) ?? { _id: digest(`${id} ${born}`).slice(0, 24) };
      models.set(id, shelve(id, model, _id));
    },
    removeModel(id) {
      models.delete(id);
    },
    moveModel(from, to) {
      const model = models.get(from);
      if (!model) throw new Error(`The stand-in has no model ${from}.`);
      models.delete(from);
      models.set(to, { ...model, id: to });
      moved.set(from, to);
    },
    fail(fault, door) {
      for (const each of door ? [door] : doorNames) {
        if (fault === undefined) faults.delete(each);
        else faults.set(each, fault);
      }
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Route {
  id: string;
  door: HubDoor;
  sha: string;
  path: string;
}

type ModelRoute = Route & { door: Exclude<HubDoor, 'list'> };

function routeOf(url: URL): Route | undefined {
  const path = decodeURIComponent(url.pathname);
  if (path === '/api/models') return { id: '', door: 'list', sha: '', path: '' };
  const api = /^\/api\/models\/([^/]+\/[^/]+)(?:\/tree\/([^/]+))?$/.exec(path);
  if (api?.[1]) return { id: api[1], door: api[2] ? 'tree' : 'page', sha: api[2] ?? '', path: '' };
  const file = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path);
  if (file?.[1]) return { id: file[1], door: 'resolve', sha: file[2] ?? '', path: file[3] ?? '' };
  return undefined;
}

// The real Hub's cursor is opaque; a model that nobody may see is left out.
function listOf(models: readonly Shelved[], url: URL, token: string | undefined): Answer {
  const author = url.searchParams.get('author')?.toLowerCase();
  const shown = models
    .filter(({ id }) => author === undefined || id.toLowerCase().startsWith(`${author}/`))
    .filter((model) => !model.private || (token !== undefined && model.readers.includes(token)))
    .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  const limit = Number(url.searchParams.get('limit') ?? PAGE);
  const start = Number(url.searchParams.get('cursor') ?? 0);
  url.searchParams.set('cursor', String(start + limit));
  const headers = start + limit < shown.length ? { link: `<${url.href}>; rel="next"` } : {};
  const body = shown.slice(start, start + limit).map((model) => fieldsOf(model, url));
  return { status: 200, body, headers };
}

function fieldsOf(model: Shelved, url: URL): object {
  const fields = url.searchParams.getAll('expand');
  const { _id, id, sha, lastModified, createdAt, gated, disabled, cardData } = model;
  const siblings = model.files.map((file) => ({ rfilename: file.path }));
  const counted = { downloads: Math.floor(Math.random() * 1e6), likes: 5 };
  const shown = { sha, lastModified, createdAt, private: model.private, gated, disabled, siblings, cardData };
  const asked = Object.entries({ ...shown, ...counted }).filter(
    ([name]) => fields.length === 0 || fields.includes(name),
  );
  return { _id, id, ...Object.fromEntries(asked) };
}

const doors: Record<ModelRoute['door'], (model: Shelved, url: URL, route: Route) => Answer> = {
  page(model, url) {
    return { status: 200, body: fieldsOf(model, url) };
  },
  tree(model, url, route) {
    if (route.sha !== model.sha) return refusal(404, 'RevisionNotFound', `Invalid rev id: ${route.sha}`);
    const start = Number(url.searchParams.get('cursor') ?? 0);
    const entries = treeOf(model);
    url.searchParams.set('limit', String(PAGE));
    url.searchParams.set('cursor', String(start + PAGE));
    const headers = start + PAGE < entries.length ? { link: `<${url.href}>; rel="next"` } : {};
    return { status: 200, body: entries.slice(start, start + PAGE), headers };
  },
  resolve(model, _url, route) {
    const file = model.files.find((file) => file.path === route.path);
    if (route.sha !== model.sha || file?.content === undefined) {
      return refusal(404, 'EntryNotFound', 'Entry not found');
    }
    return { status: 200, body: file.content };
  },
};

function treeOf(model: Shelved): unknown[] {
  const folders = new Set(model.files.flatMap(({ path }) => path.split('/').slice(0, -1).slice(0, 1)));
  const directories = [...folders].map((path) => ({ type: 'directory', oid: digest(path), size: 0, path }));
  const files = model.files.map(({ path, size, oid = digest(path) }) => {
    const lfs = size > 10_000_000 ? { lfs: { oid: oid.repeat(2).slice(0, 64), size, pointerSize: 135 } } : {};
    return { type: 'file', oid, size, ...lfs, path };
  });
  return [...directories, ...files];
}

function isBehindGate(model: Shelved, door: HubDoor): boolean {
  if (model.gated === false) return false;
  if (model.gateCloses === 'page') return true;
  return model.gateCloses === 'tree' ? door !== 'page' : door === 'resolve';
}

function shelve(id: string, model: HubModel, _id: string): Shelved {
  return {
    sha: digest(JSON.stringify(model.files)),
    _id,
    private: false,
    gated: false,
    gateCloses: 'files',
    disabled: false,
    createdAt: '2026-06-05T02:10:33.000Z',
    lastModified: '2026-06-12T06:41:09.000Z',
    cardData: { license: 'other', license_name: 'minimax-community' },
    readers: [],
    ...model,
    id,
  };
}

// The recorded answer keeps no query: what comes after it is the whole document, `downloads` included.
function redirect(url: URL, from: string, to: string): Answer {
  const location = decodeURIComponent(url.pathname).replace(from, to);
  return { status: 307, body: `Temporary Redirect. Redirecting to ${location}`, headers: { location } };
}

function refusal(status: number, code: string, message: string): Answer {
  const headers = { ...(code ? { 'x-error-code': code } : {}), 'x-error-message': message };
  return { status, body: { error: message }, headers };
}

function send(response: ServerResponse, { status, body, headers }: Answer, known?: string): void {
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  const etag = `W/"${text.length.toString(16)}-${createHash('sha1').update(text).digest('base64').slice(0, 27)}"`;
  if (status === 200 && known === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    etag,
    ratelimit: '"api";r=499;t=178',
    'ratelimit-policy': '"fixed window";"api";q=500;w=300',
    ...headers,
  });
  response.end(text);
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function pad(number: number): string {
  return String(number).padStart(5, '0');
}
