import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { param, type Answer, type RepositoryCall } from '../http/call.ts';
import { forRepository, type Route } from '../http/route.ts';
import { fullName } from '../model.ts';
import { commitAt } from './repository.ts';

/** Archives of commits: the API only says where each is to be had. */
export const archiveRoutes: Route[] = [forRepository('GET', '/tarball/:ref*', 'contents:read', sendOn)];

async function sendOn(call: RepositoryCall): Promise<Answer> {
  const { repository } = call;
  const ref = param(call, 'ref');
  const { sha } = await commitAt(call, ref);
  const name = `${repository.owner.login}-${repository.name}-${sha.slice(0, 7)}`;
  const token = randomBytes(16).toString('hex');
  // Leaves out and alters what the commit's own .gitattributes say, as GitHub does.
  offers.set(token, () => repository.git.run(['archive', '--format=tar.gz', `--prefix=${name}/`, sha]));
  codeload ??= startCodeload();
  const location = `${await codeload}/${fullName(repository)}/legacy.tar.gz/${ref}?token=${token}`;
  return { status: 302, headers: { location } };
}

const offers = new Map<string, () => Promise<Buffer>>();

let codeload: Promise<string> | undefined;

// Archives lie on a host of their own. It needs a token of its own, and no other must ever come there.
async function startCodeload(): Promise<string> {
  const server = createServer((request, response) => {
    const token = new URL(request.url ?? '/', 'http://codeload').searchParams.get('token') ?? '';
    const offer = offers.get(token);
    if (!offer || request.headers.authorization !== undefined) {
      response.writeHead(404).end('404: Not Found');
      return;
    }
    void offer().then(
      (bytes) => response.writeHead(200, { 'content-type': 'application/x-gzip' }).end(bytes),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // All sandboxes of a process share it, so none of them can close it.
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
