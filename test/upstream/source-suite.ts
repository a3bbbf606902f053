import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/domain/memory.ts';
import type { HttpClient } from '../../src/http/http.ts';
import type { Fact, Outcome, Source } from '../../src/upstream/source.ts';
import type { Fault } from '../helpers/faults.ts';
import { impatientHttp } from '../helpers/http.ts';
import { mapMemory, roundOf } from './round.ts';

/** An upstream on loopback in which the subject's target has the subject's condition. */
interface StandIn {
  url: string;
  requests: readonly { url: string; authorization: string | undefined; conditional?: boolean }[];
  fail(fault?: Fault): void;
  close(): Promise<void>;
}

/** One source with what the suite needs to look through it. */
export interface Subject {
  source: Source;
  /** A target may name the stand-in itself, where the source is given addresses. */
  target: string | ((url: string) => string);
  when: string;
  /** What the watch writes in `with`; the source's own schema reads it. */
  with?: Record<string, unknown>;
  /** Undefined where the upstream takes none. */
  token: string | undefined;
  start(): Promise<StandIn>;
  /** What upstream's own "not there" looks like, when it answers a plain 404. */
  notFound: Outcome['kind'];
  /** Whether upstream honours conditional requests. */
  conditional: boolean;
  /** Faults of the list below that mean something to this source: a page may be a web page. */
  meaningful?: readonly Fault[];
  /** A fact that the stand-in's target has, and its value. */
  fact?: readonly [name: string, value: Fact];
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
  const { source, when, token } = subject;
  const options = source.options.parse(subject.with ?? {});
  const faults = undecided.filter(([, fault]) => !subject.meaningful?.includes(fault));

  describe(`${source.name} as a source`, () => {
    let upstream: StandIn;
    let http: HttpClient;
    let target: string;

    beforeEach(async () => {
      upstream = await subject.start();
      http = impatientHttp([upstream.url]);
      target = typeof subject.target === 'string' ? subject.target : subject.target(upstream.url);
    });

    afterEach(async () => {
      await http.close();
      await upstream.close();
    });

    async function makeImpatient(timeoutMs: number): Promise<void> {
      await http.close();
      http = impatientHttp([upstream.url], timeoutMs);
    }

    function look(token?: string, memory?: Memory, at = target): Promise<Outcome> {
      const round = roundOf(source, { http, endpoint: upstream.url, token }, { ...(memory && { memory }) });
      return round.look(source.name, { target: at, when, options });
    }

    it('fires on an answer of the real shape', async () => {
      const outcome = await look();
      if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
      expect(outcome.events.length).toBeGreaterThan(0);
      for (const event of outcome.events) {
        expect(event).toMatchObject({ source: source.name, target, when });
        expect(event.id).toMatch(new RegExp(`^${source.name}:[!-~]+$`));
        expect(event.summary).toMatch(/^[^\n*`[\]<>]{10,200}\.$/);
        expect(event.evidence.some((fact) => fact.url?.startsWith('http'))).toBe(true);
      }
    });

    it('gives an event the same id on the next look', async () => {
      const [first, second] = [await look(), await look()];
      expect(second).toEqual(first);
    });

    it.each(faults)('takes %s for unknown, and says why in a sentence', async (_name, fault, why) => {
      upstream.fail(fault);
      // An answer that never comes is not worth a wait.
      if (fault === 'hang') await makeImpatient(250);
      const outcome = await look();
      expect(outcome).toMatchObject({
        kind: 'unknown',
        why: expect.stringMatching(/^[A-Z][^\n]{15,200}\.$/),
      });
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

    it.runIf(token !== undefined)('shows the token in the authorization header alone', async () => {
      await look(token);
      expect(upstream.requests.length).toBeGreaterThan(0);
      for (const request of upstream.requests) {
        expect(request.url).not.toContain(token);
        expect(request.authorization).toContain(token);
      }
    });

    it.runIf(subject.conditional)(
      'asks only for what is new, and answers the same when nothing is',
      async () => {
        const memory = mapMemory();
        const first = await look(undefined, memory);
        const asked = upstream.requests.length;
        expect(await look(undefined, memory)).toEqual(first);
        expect(upstream.requests.slice(asked).map(({ conditional }) => conditional)).toContain(true);
        expect(upstream.requests.slice(0, asked).map(({ conditional }) => conditional)).not.toContain(true);
      },
    );

    it.runIf(subject.fact)('tells a fact, and does not guess one', async () => {
      const [fact, value] = subject.fact ?? ['', null];
      expect(source.facts?.names).toContain(fact);
      function tell() {
        const round = roundOf(source, { http, endpoint: upstream.url });
        return round.tell(source.name, { target, fact, options });
      }
      expect(await tell()).toMatchObject({ kind: 'ok', value });
      upstream.fail(503);
      expect(await tell()).toMatchObject({ kind: 'unknown' });
    });

    it('stands by its conditions', () => {
      expect(Object.keys(source.conditions)).toContain(when);
      expect(source.problemWithTarget(target)).toBeUndefined();
    });

    it.each(hostileTargets)('refuses the target %j in a sentence, and asks nobody', async (hostile) => {
      expect(source.problemWithTarget(hostile)).toMatch(/^[A-Z].{20,}\.$/);
      expect(await look(undefined, undefined, hostile)).toMatchObject({ kind: 'unknown' });
      expect(upstream.requests).toEqual([]);
    });
  });
}
