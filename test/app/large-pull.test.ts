import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationText } from '../helpers/evaluations.ts';
import type { Repo } from '../sandbox/repo.ts';
import { startStage, type Stage } from './stage.ts';

const NUMBERS = Array.from({ length: 600 }, (_, at) => at);

function files(score: number): Record<string, string> {
  return Object.fromEntries(
    NUMBERS.map((at) => {
      const criteria = { 'security.authentication': { score: score + (at % 9) } };
      const more = { note: '$Format:%H$' };
      return [`data/models/${at}.json`, evaluationText({ id: `model-${at}`, criteria, more })];
    }),
  );
}

/** What an archive leaves out, and what it alters. */
const ATTRIBUTES = 'data/models/1*.json export-ignore\ndata/models/2*.json export-subst\n';

let stage: Stage;
let repo: Repo;
beforeAll(async () => {
  stage = await startStage();
  repo = await stage.repository({ '.gitattributes': ATTRIBUTES, ...files(70) });
});
afterAll(() => stage.close());

function asked(path: RegExp): number {
  return stage.sandbox.requests.filter((request) => path.test(request.path)).length;
}

describe('a pull request of six hundred evaluations', () => {
  let number = 0;

  it('is reviewed with at most thirty requests by an app that knows nothing yet', async () => {
    await stage.restart();
    stage.sandbox.resetLog();
    const wish = { title: 'Large', head: 'large', from: 'fork' as const };
    const { outcome } = await stage.after('review', async () => {
      number = await repo.openPull({ ...wish, files: files(80) });
    });
    expect(outcome).toMatchObject({ kind: 'reviewed', check: 'written', comment: 'written' });
    const requests = stage.sandbox.requests.map(({ method, path }) => `${method} ${path}`);
    // Each archive takes another one at the host where it lies.
    expect(requests.length + asked(/tarball/), requests.join('\n')).toBeLessThanOrEqual(30);
    expect(asked(/tarball/)).toBe(2);
    const [comment] = repo.comments(number);
    expect(comment?.body).toContain('600 evaluations');
    // All that is missing in the archives: 222 files of each side.
    expect(asked(/graphql/)).toBeLessThanOrEqual(7);
    expect(stage.app.log.filter(({ level }) => level > 30)).toEqual([]);
  });

  it('and says the same, to the letter, where there are no archives', async () => {
    await stage.restart();
    stage.sandbox.resetLog();
    stage.sandbox.fault({ path: /tarball/, kind: 'status', status: 500 });
    const opened = stage.sandbox.deliveries.findLast(
      ({ event, action }) => event === 'pull_request' && action === 'opened',
    );
    const { outcome } = await stage.after(`review #${number}`, () =>
      stage.sandbox.redeliver(opened?.id ?? 0),
    );
    expect(outcome).toMatchObject({ kind: 'reviewed', check: 'kept', comment: 'kept' });
    expect(asked(/tarball/)).toBe(2);
    expect(asked(/graphql/)).toBeGreaterThan(12);
  });
});
