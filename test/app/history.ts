import * as fc from 'fast-check';
import { boxesIn } from '../../src/render/box.ts';
import { readIssueMarker } from '../../src/render/marker.ts';
import { evaluationText } from '../helpers/evaluations.ts';
import type { HuggingFace } from '../helpers/hugging-face.ts';
import type { IssueView } from '../sandbox/views.ts';
import type { Rehearsal } from './rehearsal.ts';

/** One thing that people or upstreams do. `which` and `box` are taken modulo what there is. */
export type Deed =
  | { deed: 'verify' | 'age'; id: number; claim: number; days: number }
  | { deed: 'delete' | 'break'; id: number }
  | { deed: 'close' | 'reopen' | 'lock' | 'unlock'; which: number }
  | { deed: 'tick'; which: number; box: number; heard: boolean }
  | { deed: 'tick the dashboard'; box: number; heard: boolean }
  | { deed: 'say'; which: number; words: string }
  | { deed: 'merge' | 'decline'; which: number }
  | { deed: 'publish' | 'withdraw' };

/** So many hours pass, and then this happens. */
export interface Chapter {
  hours: number;
  deeds: readonly Deed[];
}

const id = fc.nat(3);
const which = fc.nat(30);
const claim = fc.nat(1);
const box = fc.nat(12);
const heard = fc.boolean();

const words = fc.constantFrom(
  '/reverify snooze 7d Not now',
  '/reverify unsnooze',
  '/reverify resume',
  '/reverify recheck',
  '/reverify explain e0: security.c0',
  '/reverify help',
  '/reverify snooze',
);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ deed: fc.constant('verify'), id, claim, days: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ deed: fc.constant('age'), id, claim, days: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constantFrom('delete', 'break'), id }) },
  { weight: 5, arbitrary: fc.record({ deed: fc.constantFrom('close', 'reopen', 'lock', 'unlock'), which }) },
  { weight: 5, arbitrary: fc.record({ deed: fc.constant('tick'), which, box, heard }) },
  { weight: 4, arbitrary: fc.record({ deed: fc.constant('tick the dashboard'), box, heard }) },
  { weight: 4, arbitrary: fc.record({ deed: fc.constant('say'), which, words }) },
  { weight: 3, arbitrary: fc.record({ deed: fc.constantFrom('merge', 'decline'), which }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constantFrom('publish', 'withdraw') }) },
) as fc.Arbitrary<Deed>;

const hours = fc.oneof(fc.constant(0), fc.nat(30), fc.nat(40 * 24));

/** What happens in a repository, chapter by chapter. */
export function someHistory(chapters: number): fc.Arbitrary<Chapter[]> {
  const chapter = fc.record({ hours, deeds: fc.array(deed, { maxLength: 4 }) });
  return fc.array(chapter, { minLength: chapters, maxLength: chapters });
}

/** The model that the repository watches. */
export const WATCHED = 'acme/big-1';

const CONFIG = `links: { check: false }
issues: { maxNew: 2 }
watch: [{ source: hf-model, target: ${WATCHED}, when: exists, affects: [{ evaluations: e0 }] }]
`;

/** What a person has said about a finding: it is closed, with these facts told. */
type LastWords = Map<string, ReadonlySet<string>>;

/** A repository in which things happen. */
export class Play {
  readonly how: Rehearsal;
  readonly #hub: HuggingFace;
  /** Keys of findings whose issues a person has closed, with what they told. */
  readonly dismissed: LastWords = new Map();
  readonly #verified: string[][] = Array.from({ length: 4 }, () => ['2026-01-01', '2026-05-01']);
  #now = Date.parse('2026-06-01T08:00:00Z');

  constructor(how: Rehearsal, hub: HuggingFace) {
    this.how = how;
    this.#hub = hub;
    how.repo.setRole('writer', 'write');
    how.sandbox.permit('contents', 'write');
  }

  /** The files with which it begins. */
  static files(): Record<string, string> {
    return {
      '.github/reverify.yml': CONFIG,
      'data/e0.json': textOf(0, ['2026-01-01', '2026-05-01']),
      'data/e1.json': textOf(1, ['2026-01-01', '2026-05-01']),
    };
  }

  get time(): string {
    return new Date(this.#now).toISOString();
  }

  /** Lets time pass. */
  pass(passed: number): void {
    this.#now += passed * 3_600_000;
    this.how.moveTo(this.time);
  }

  /** Makes one thing happen, if it can. */
  async happen(one: Deed): Promise<void> {
    switch (one.deed) {
      case 'verify':
      case 'age':
      case 'delete':
      case 'break':
        return await this.#edit(one);
      case 'close':
      case 'reopen':
      case 'lock':
      case 'unlock':
        return await this.#treat(one.deed, one.which);
      case 'tick':
        return await this.#tick(pick(this.#issues(), one.which), one.box, one.heard);
      case 'tick the dashboard':
        return await this.#tick(
          this.#issues().find(({ title }) => title === 'Reverify dashboard'),
          one.box,
          one.heard,
        );
      case 'say':
        return await this.#say(pick(this.#issues(), one.which), one.words);
      case 'merge':
      case 'decline':
        return await this.#decide(one.deed, one.which);
      case 'publish':
        this.#hub.setModel(WATCHED, { files: [] });
        return;
      case 'withdraw':
        this.#hub.removeModel(WATCHED);
        return;
      default:
        one satisfies never;
    }
  }

  #issues(): IssueView[] {
    return this.how.repo.issues().filter(({ isPull }) => !isPull);
  }

  async #edit(one: Extract<Deed, { id: number }>): Promise<void> {
    const { repo } = this.how;
    const path = pathOf(one.id);
    if ('days' in one) {
      const dates = this.#verified[one.id] ?? [];
      const daysAgo = one.deed === 'age' ? 150 + one.days : one.days;
      dates[one.claim] = new Date(this.#now - daysAgo * 86_400_000).toISOString().slice(0, 10);
      await repo.commit({ message: 'Edit', files: { [path]: textOf(one.id, dates) } });
    } else if (one.deed === 'break') {
      await repo.commit({ message: 'Break', files: { [path]: `{ "id": ${this.#now}` } });
    } else if ((await repo.file(path)) !== undefined) {
      await repo.commit({ message: 'Delete', files: {}, remove: [path] });
    }
  }

  async #treat(deed: 'close' | 'reopen' | 'lock' | 'unlock', which: number): Promise<void> {
    const { repo } = this.how;
    const issue = pick(this.#issues(), which);
    if (issue === undefined) return;
    const { number, state } = issue;
    if (deed === 'lock') return await repo.lockIssue(number);
    if (deed === 'unlock') return await repo.unlockIssue(number);
    if (deed === 'reopen') {
      this.dismissed.delete(keyOf(issue));
      return await repo.reopenIssue(number, 'writer');
    }
    if (state === 'closed') return;
    await repo.closeIssue(number, 'writer', 'not_planned');
    this.dismissed.set(keyOf(issue), factsOf(issue));
  }

  async #tick(issue: IssueView | undefined, index: number, isHeard: boolean): Promise<void> {
    const { how } = this;
    const all = issue ? boxesIn(issue.body) : [];
    const tick = pick(all, index);
    if (issue === undefined || tick === undefined) return;
    await how.repo.tick(issue.number, index % all.length, 'writer');
    // What a person asks for now is their word, whatever they said before.
    this.dismissed.delete(tick.of ?? '');
    if (tick.deed === 'open' && tick.of?.length === 10) this.dismissed.clear();
    if (tick.deed === 'snooze') this.dismissed.delete(keyOf(issue));
    if (isHeard) await how.doTicks(issue.number);
    if (tick.deed === 'claims-updated' || tick.deed === 'not-relevant')
      this.dismissed.set(keyOf(issue), factsOf(issue));
  }

  async #say(issue: IssueView | undefined, said: string): Promise<void> {
    if (issue === undefined) return;
    if (/snooze|resume/.test(said)) this.dismissed.delete(keyOf(issue));
    await this.how.doCommand(issue.number, this.how.repo.commentOnIssue(issue.number, said, 'writer'));
  }

  async #decide(deed: 'merge' | 'decline', index: number): Promise<void> {
    const { repo } = this.how;
    const pulls = repo.issues().filter(({ isPull, state }) => isPull && state === 'open');
    const pull = pick(pulls, index);
    if (pull === undefined) return;
    // What does not merge any more is declined.
    const merged = deed === 'merge' && (await repo.mergePull(pull.number, 'writer').catch(() => undefined));
    if (merged === false || merged === undefined) await repo.closeIssue(pull.number, 'writer');
  }
}

/** The key of the finding that an issue of the bot's is about. */
export function keyOf({ body }: IssueView): string {
  return readIssueMarker(body)?.key ?? '';
}

/** What an issue of the bot's tells. */
export function factsOf({ body }: IssueView): Set<string> {
  return new Set(readIssueMarker(body)?.facts);
}

function pick<T>(all: readonly T[], index: number): T | undefined {
  return all[all.length === 0 ? 0 : index % all.length];
}

function pathOf(number: number): string {
  return `data/e${number}.json`;
}

function textOf(number: number, dates: readonly string[]): string {
  const criteria = dates.map((verified, at) => [`security.c${at}`, { urls: [], verified }]);
  return evaluationText({ id: `e${number}`, name: `E${number}`, criteria: Object.fromEntries(criteria) });
}
