import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../src/domain/log.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { beginRound } from '../../src/upstream/look.ts';
import type { Access, Ask, Outcome, Source, SourceTools } from '../../src/upstream/source.ts';
import { mapMemory, TODAY } from './round.ts';

const noHttp: HttpClient = {
  get: () => Promise.reject(new Error('nobody is asked')),
  close: () => Promise.resolve(),
};
const access: Access = { http: noHttp, endpoint: 'http://127.0.0.1:1/', token: undefined };
const quiet: Outcome = { kind: 'ok', events: [] };

function sourceOf(name: string, look: Source['look']): Source {
  return {
    name,
    conditions: { changed: { kind: 'edge' } },
    options: z.strictObject({ size: z.number().optional() }),
    problemWithTarget: (target) => (target === 'bad' ? 'This is no target. Write another.' : undefined),
    look,
  };
}

function begin(
  sources: Source[],
  accessTo: (source: string, target: string) => Access | undefined = () => access,
) {
  const errors: object[] = [];
  const log: Log = { debug() {}, info() {}, warn() {}, error: (fields) => void errors.push(fields) };
  const register = new Map(sources.map((source) => [source.name, source]));
  return { errors, round: beginRound({ accessTo, memory: mapMemory(), today: TODAY, log, register }) };
}

function ask(target = 'x', options: Ask['options'] = {}): Ask {
  return { target, when: 'changed', options };
}

describe('a round', () => {
  it('goes on where a source throws, and names it', async () => {
    const fault = new TypeError('x is undefined');
    const { round, errors } = begin([
      sourceOf('late', () => Promise.reject(fault)),
      sourceOf('early', () => {
        throw fault;
      }),
      sourceOf('well', async () => quiet),
    ]);
    const looks = ['late', 'early', 'well'].map((name) => round.look(name, ask()));
    expect(await Promise.all(looks)).toEqual([
      { kind: 'unknown', why: 'Internal error in the source "late": the log has the details.' },
      { kind: 'unknown', why: 'Internal error in the source "early": the log has the details.' },
      quiet,
    ]);
    expect(errors).toEqual([
      { err: fault, source: 'early', target: 'x' },
      { err: fault, source: 'late', target: 'x' },
    ]);
  });

  it('looks once for the same, and again for what differs in anything', async () => {
    const asked: string[] = [];
    const { round } = begin([
      sourceOf('s', async ({ target, options }) => {
        asked.push(`${target} ${JSON.stringify(options)}`);
        return quiet;
      }),
    ]);
    await Promise.all(
      [ask(), ask(), ask('y'), ask('x', { size: 1 }), ask()].map((one) => round.look('s', one)),
    );
    expect(asked).toEqual(['x {}', 'y {}', 'x {"size":1}']);
  });

  it('shares one of a kind among all looks, and nothing with the next round', async () => {
    const made: object[] = [];
    async function look(_: Ask, { shared }: SourceTools): Promise<Outcome> {
      shared('loader', () => made.push({}));
      return quiet;
    }
    const { round } = begin([sourceOf('s', look), sourceOf('t', look)]);
    await Promise.all([round.look('s', ask('a')), round.look('s', ask('b')), round.look('t', ask())]);
    expect(made).toHaveLength(1);
    await begin([sourceOf('s', look)]).round.look('s', ask());
    expect(made).toHaveLength(2);
  });

  it('gives a source its own access, with the endpoint bare of slashes', async () => {
    const seen: string[] = [];
    const { round } = begin(
      [
        sourceOf('s', async (_, { endpoint, today }) => {
          seen.push(`${endpoint} ${today}`);
          return quiet;
        }),
      ],
      (source, target) => ({ ...access, endpoint: `http://${source}.example/${target}//` }),
    );
    await round.look('s', ask('x'));
    expect(seen).toEqual([`http://s.example/x ${TODAY}`]);
  });

  it('says what is not there, not set up, or no target, and asks nobody', async () => {
    const { round } = begin([sourceOf('s', () => Promise.reject(new Error('asked')))], () => undefined);
    expect(await round.look('other', ask())).toMatchObject({ why: 'There is no source "other".' });
    expect(await round.look('s', ask())).toMatchObject({
      kind: 'unknown',
      why: 's is not set up here: the operator has given it no endpoint.',
    });
    expect(await round.look('s', ask('bad'))).toMatchObject({ why: 'This is no target. Write another.' });
    expect(await round.tell('s', { target: 'x', fact: 'f', options: {} })).toMatchObject({ kind: 'unknown' });
  });
});
