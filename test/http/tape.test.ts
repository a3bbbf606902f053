import { expect, test } from 'vitest';
import { recording, replaying, type Tape } from '../../src/http/tape.ts';
import { clientFor, serve } from './servers.ts';

function tape(): Tape & { files: Map<string, string> } {
  const files = new Map<string, string>();
  return { files, read: (name) => files.get(name), write: (name, text) => void files.set(name, text) };
}

test('what was recorded is answered again, without a network', async () => {
  let asked = 0;
  const site = await serve((request, response) => {
    asked += 1;
    response.setHeader('set-cookie', 'session=secret');
    response.end(Buffer.from([0, 255, 10, ...Buffer.from(`${request.method} ${request.url}`)]));
  });
  const kept = tape();
  const live = recording(clientFor([site.origin]), kept);
  const requests = [
    { url: `${site.origin}/a`, authorization: 'Bearer top-secret' },
    { url: `${site.origin}/a`, query: '{"q":1}' },
    { url: `${site.origin}/a`, headers: { accept: 'text/xml' } },
  ];
  const first = await Promise.all(requests.map((request) => live.get(request)));
  expect(asked).toBe(3);
  expect([...kept.files.values()].join('')).not.toMatch(/top-secret|session/);
  const again = await Promise.all(requests.map((request) => replaying(kept).get(request)));
  expect(asked).toBe(3);
  for (const [index, answer] of again.entries()) {
    const before = first[index];
    expect(answer).toMatchObject({ kind: 'answer', status: 200, url: `${site.origin}/a` });
    expect(
      answer.kind === 'answer' && before?.kind === 'answer' && Buffer.from(answer.body).equals(before.body),
    ).toBe(true);
  }
});

test('a recording asks for whole documents', async () => {
  const seen: (string | undefined)[] = [];
  const site = await serve((request, response) => {
    seen.push(request.headers['if-none-match'], request.headers['accept']);
    response.end('all');
  });
  const headers = { 'if-none-match': '"x"', accept: 'text/plain' };
  await recording(clientFor([site.origin]), tape()).get({ url: site.origin, headers });
  expect(seen).toEqual([undefined, 'text/plain']);
});

test('a failure is answered again as it was', async () => {
  const kept = tape();
  const url = 'http://127.0.0.1:9/';
  const first = await recording(clientFor([]), kept).get({ url });
  expect(first).toMatchObject({ kind: 'failure' });
  expect(await replaying(kept).get({ url })).toEqual(first);
});

test.each(['', 'nonsense', '{}', '{"answer":{"kind":"answer","status":"200"}}', '[]', 'null'])(
  'what is no recording, such as %j, and what was not recorded, was not found',
  async (text) => {
    const kept = tape();
    await recording(clientFor([]), kept).get({ url: 'http://127.0.0.1:9/' });
    for (const name of kept.files.keys()) kept.files.set(name, text);
    for (const url of ['http://127.0.0.1:9/', 'https://other.example/']) {
      expect(await replaying(kept).get({ url })).toMatchObject({
        kind: 'failure',
        detail: 'not on the tape',
      });
    }
  },
);
