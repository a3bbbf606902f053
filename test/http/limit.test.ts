import { expect, test } from 'vitest';
import type { HttpClient } from '../../src/http/http.ts';
import { limited } from '../../src/http/limit.ts';
import { paced } from '../../src/http/pace.ts';

/** A client that follows so many redirects, each to the same host, and counts what it sends. */
function clientWith(redirects: number): HttpClient & { sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    async get({ url, onHop }) {
      sent.push(url);
      for (let hop = 0; hop < redirects; hop += 1) {
        const to = `https://elsewhere.example/${hop}`;
        if ((await onHop?.(to)) === false)
          return { kind: 'failure', reason: 'aborted', detail: 'aborted', url: to, hops: [], ms: 0 };
        sent.push(to);
      }
      const answer = { status: 200, headers: {}, body: new Uint8Array(), truncated: false };
      return { kind: 'answer', url, ...answer, hops: [{ url, status: 200 }], ms: 0 };
    },
    close: async () => undefined,
  };
}

async function ask(client: HttpClient, hosts: readonly string[]): Promise<string[]> {
  const answers: string[] = [];
  for (const host of hosts) answers.push((await client.get({ url: `https://${host}/` })).kind);
  return answers;
}

test('one host is asked so often and no more, the others still are', async () => {
  const client = clientWith(0);
  const answers = await ask(limited(client, { total: 9, perHost: 2 }), [
    'a.example',
    'a.example',
    'a.example',
    'b.example',
  ]);
  expect(answers).toEqual(['answer', 'answer', 'failure', 'answer']);
  expect(client.sent.length).toBe(3);
});

test('all hosts together are asked so often and no more', async () => {
  const client = clientWith(0);
  const hosts = ['a.example', 'b.example', 'c.example'];
  expect(await ask(limited(client, { total: 2, perHost: 2 }), hosts)).toEqual([
    'answer',
    'answer',
    'failure',
  ]);
});

test('redirects count, at the host that they lead to, through a paced client too', async () => {
  const client = clientWith(2);
  const pacing = paced(client, { now: () => 0, perSecond: Infinity });
  const answers = await ask(limited(pacing, { total: 99, perHost: 3 }), [
    'a.example',
    'b.example',
    'c.example',
  ]);
  expect(answers).toEqual(['answer', 'failure', 'failure']);
  expect(client.sent.filter((url) => url.includes('elsewhere')).length).toBe(3);
});
