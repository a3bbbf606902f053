import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpClient } from '../../src/http/http.ts';
import type { Outcome, Source } from '../../src/upstream/source.ts';
import type { Fault } from '../helpers/faults.ts';
import { impatientHttp } from '../helpers/http.ts';

/** An upstream on loopback in which the subject's target has the subject's condition. */
interface StandIn {
  url: string;
  requests: readonly { url: string; authorization: string | undefined }[];
  fail(fault?: Fault): void;
  close(): Promise<void>;
}

/** One source with what the suite needs to look through it. */
export interface Subject {
  source: Source;
  target: string;
  when: string;
  token: string;
  start(): Promise<StandIn>;
  /** What upstream's own "not there" looks like, when it answers a plain 404. */
  notFound: Outcome['kind'];
}

const undecided: [name: string, fault: Fault, why: RegExp][] = [
  ['an empty body', 'empty', /empty/],
  ['204', 204, /204/],
  ['304 that was not asked for', 304, /304/],
  ['400', 400, /400/],
  ['429', 429, /too many requests/],
  ['500', 500, /500/],
  ['503', 503, /503/],
  ['malformed JSON', 'malformed', /not JSON/],
  ['JSON of another shape', 'wrong-shape', /unexpected|shape/],
  ['a body without end', 'huge', /more than \d+ MB/],
  ['a web page', 'html', /web page/],
  ['a body that breaks off', 'cut', /broke off/],
  ['a broken connection', 'reset', /connection broke off/],
  ['silence', 'hang', /no answer came in time/],
];

const hostileTargets = [
  '',
  ' ',
  '..',
  '../..',
  '../../etc/passwd',
  'a/../b',
  '%2e%2e/x',
  'a\nb',
  'a/b?c=d',
  'a/b#c',
  '<b>',
];

/** What every source proves: no failure of upstream is taken for news, and none throws. */
export function itLooksLikeASource(subject: Subject): void {
  const { source, target, when, token } = subject;

  describe(`${source.name} as a source`, () => {
    let upstream: StandIn;
    let http: HttpClient;

    beforeEach(async () => {
      upstream = await subject.start();
      http = impatientHttp([upstream.url]);
    });

    afterEach(async () => {
      await http.close();
      await upstream.close();
    });

    function look(token?: string): Promise<Outcome> {
      return source.look(target, when, { http, endpoint: upstream.url, token });
    }

    it('fires on an answer of the real shape', async () => {
      const outcome = await look();
      if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
      expect(outcome.events.length).toBeGreaterThan(0);
      for (const event of outcome.events) {
        expect(event).toMatchObject({ source: source.name, target, when });
        expect(event.id).toMatch(new RegExp(`^${source.name}:[!-~]+$`));
        expect(event.summary).toMatch(/^[^\n*`[\]<>]{10,200}\.$/);
        expect(event.evidence.some((fact) => fact.url?.startsWith(upstream.url))).toBe(true);
      }
    });

    it('gives an event the same id on the next look', async () => {
      const [first, second] = [await look(), await look()];
      expect(second).toEqual(first);
    });

    it.each(undecided)('takes %s for unknown, and says why in a sentence', async (_name, fault, why) => {
      upstream.fail(fault);
      const outcome = await look();
      expect(outcome).toEqual({ kind: 'unknown', why: expect.stringMatching(/^[A-Z][^\n]{15,200}\.$/) });
      expect(outcome).toHaveProperty('why', expect.stringMatching(why));
    });

    it('works again when upstream does', async () => {
      upstream.fail(503);
      await look();
      upstream.fail();
      expect(await look()).toMatchObject({ kind: 'ok' });
    });

    it(`takes 404 for ${subject.notFound}`, async () => {
      upstream.fail(404);
      expect(await look()).toMatchObject({ kind: subject.notFound, why: expect.stringMatching(/\.$/) });
    });

    it('takes a closed door for unknown', async () => {
      await upstream.close();
      expect(await look()).toMatchObject({ kind: 'unknown', why: expect.stringContaining('refused') });
    });

    it('shows the token in the authorization header alone', async () => {
      await look(token);
      expect(upstream.requests.length).toBeGreaterThan(0);
      for (const request of upstream.requests) {
        expect(request.url).not.toContain(token);
        expect(request.authorization).toContain(token);
      }
    });

    it('stands by its conditions', () => {
      expect(source.conditions).toContain(when);
      expect(source.problemWithTarget(target)).toBeUndefined();
    });

    it.each(hostileTargets)('refuses the target %j in a sentence, and asks nobody', async (hostile) => {
      expect(source.problemWithTarget(hostile)).toMatch(/^[A-Z].{20,}\.$/);
      const tools = { http, endpoint: upstream.url, token: undefined };
      expect(await source.look(hostile, when, tools)).toMatchObject({ kind: 'unknown' });
      expect(upstream.requests).toEqual([]);
    });
  });
}
