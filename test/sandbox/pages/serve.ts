import type { ServerResponse } from 'node:http';
import type { PageRequest } from '../http/server.ts';
import { encodePath } from '../links.ts';
import { fullName, type Issue, type Repository } from '../model.ts';
import type { World } from '../world.ts';
import { checkPage } from './checks.ts';
import { click } from './clicks.ts';
import { blobPage, changedFiles, treePage } from './code.ts';
import type { Html } from './html.ts';
import { issuePage } from './issue.ts';
import { repositoryPage } from './layout.ts';
import { indexPage, listPage } from './lists.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Answers requests for pages, and the clicks that people make on them. */
export function servePage(world: World): (request: PageRequest, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const [owner = '', name = '', ...rest] = request.path.split('/').slice(1).map(safeDecode);
    const repository = world.findRepository(owner, name);
    const renamed = world.findRenamed(owner, name);
    if (renamed) {
      const location = encodePath([fullName(renamed), ...rest].join('/'));
      response.writeHead(301, { location: `/${location}` }).end();
      return;
    }
    if (request.method === 'POST') {
      const where = repository && !request.isForeign && (await click(world, repository, rest, request.body));
      if (typeof where === 'string') response.writeHead(303, { location: where }).end();
      else sendNotFound(response);
      return;
    }
    const [kind = '', ...path] = rest;
    if (repository && kind === 'raw') return sendRaw(repository, path, response);
    const page =
      owner === ''
        ? indexPage(world.repositories)
        : repository && (await PAGES[kind]?.(repository, path, request));
    if (page) response.writeHead(200, HEADERS).end(page.text);
    else sendNotFound(response);
  };
}

type Shown = Html | undefined | Promise<Html | undefined>;
type Show = (repository: Repository, path: string[], request: PageRequest) => Shown;

const PAGES: Readonly<Record<string, Show>> = {
  '': (repository) => treePage(repository, repository.defaultBranch, ''),
  issues: (repository, [number], request) => {
    if (number === undefined) return listPage(repository, 'issues', stateOf(request));
    const issue = issueAt(repository, number);
    return issue && issuePage(repository, issue);
  },
  pulls: (repository, _path, request) => listPage(repository, 'pulls', stateOf(request)),
  pull: (repository, [number]) => {
    const issue = issueAt(repository, number);
    return issue?.pull ? issuePage(repository, issue) : undefined;
  },
  tree: (repository, [ref = '', ...path]) => treePage(repository, ref, path.join('/')),
  blob: (repository, [ref = '', ...path]) => blobPage(repository, ref, path.join('/')),
  commit: async (repository, [sha = '']) =>
    // The first commit of all has nothing to be compared with.
    (await diffPage(repository, `${sha}^`, sha)) ?? treePage(repository, sha, ''),
  compare: (repository, [range = '']) => {
    const [base = '', head = ''] = range.split('...');
    return diffPage(repository, base, head);
  },
  runs: (repository, [id]) => {
    const run = repository.checkRuns.find((each) => String(each.id) === id);
    return run && checkPage(repository, run);
  },
};

function issueAt(repository: Repository, number: string | undefined): Issue | undefined {
  return repository.issues.find((each) => String(each.number) === number);
}

function stateOf(request: PageRequest): string {
  return request.query.get('state') ?? 'open';
}

async function diffPage(repository: Repository, from: string, to: string): Promise<Html | undefined> {
  const base = await repository.git.commitSha(from);
  const head = await repository.git.commitSha(to);
  if (base === undefined || head === undefined) return undefined;
  const content = await changedFiles(repository, { base, head });
  return repositoryPage(repository, { title: 'Changes', tab: 'code', content });
}

async function sendRaw(repository: Repository, [ref = '', ...path]: string[], response: ServerResponse) {
  const blob = await repository.git.read(`${ref}:${path.join('/')}`);
  if (blob?.type !== 'blob') return sendNotFound(response);
  const headers = { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' };
  response.writeHead(200, headers).end(blob.content);
}

function sendNotFound(response: ServerResponse): void {
  response.writeHead(404, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
