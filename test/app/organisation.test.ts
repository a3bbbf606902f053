import { afterEach, describe, expect, it } from 'vitest';
import { evaluationText } from '../helpers/evaluations.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';

const POLICY = '.github/reverify.yml';
const NOON = '2026-06-12T12:00:00Z';
// Verified 162 days before: fresh by default.
const files = { 'data/sample.json': evaluationText() };

let rehearsal: Rehearsal | undefined;
afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
});

async function begin(own?: string, organisation?: string, wish: { private?: boolean } = {}) {
  const content = own === undefined ? files : { ...files, [POLICY]: own };
  rehearsal = await rehearse(content, {}, { configured: false });
  if (organisation !== undefined) {
    const theirs = { [POLICY]: organisation };
    await rehearsal.sandbox.createRepository({
      owner: 'registry',
      name: '.github',
      files: theirs,
      ...wish,
    });
  }
  rehearsal.sandbox.resetLog();
  return rehearsal;
}

function reads({ sandbox }: Rehearsal): number {
  return sandbox.requests.filter(({ path }) => path.endsWith('/graphql')).length;
}

describe('the configuration of an organisation', () => {
  it('rules a repository without one, for no request more than its own would cost', async () => {
    const alone = await begin('# the defaults\n');
    expect(await alone.sweepAt(NOON)).toEqual({ create: 1 });
    const usual = reads(alone);
    await alone.close();

    const ruled = await begin(undefined, 'freshness: { maxAge: 90d }\n');
    expect(await ruled.sweepAt(NOON)).toEqual({ create: 2 });
    expect(reads(ruled)).toBe(usual);
    expect(await ruled.sweepAt(NOON)).toEqual({ keep: 2 });
  });

  it('is enough for a repository that was offered to be set up', async () => {
    const { repo, sweepAt, sandbox } = await begin();
    expect(await sweepAt(NOON)).toEqual({ create: 1 });
    expect(repo.issue(1).title).toBe('Set up Reverify');
    const theirs = { [POLICY]: 'mode: issues-only\n' };
    await sandbox.createRepository({ owner: 'registry', name: '.github', files: theirs });
    expect(await sweepAt(NOON)).toEqual({ close: 1 });
    expect(repo.issue(1)).toMatchObject({ state: 'closed', stateReason: 'completed' });
  });

  it('gives way to the repository’s own, key by key', async () => {
    const { repo, sweepAt } = await begin(
      'issues: { labels: [mine] }\n',
      'mode: issues-only\nfreshness: { maxAge: 90d }\nissues: { labels: [acme], assignees: [maintainer] }\n',
    );
    expect(await sweepAt(NOON)).toEqual({ create: 1 });
    const [issue] = await repo.issues();
    expect(issue?.labels.toSorted()).toEqual(['mine', 'reverify']);
    expect(issue?.assignees).toEqual(['maintainer']);
  });

  it('with an error is one issue that names its repository, and nothing else happens', async () => {
    const { repo, sweepAt, sandbox } = await begin(
      'freshness: { maxAge: 1d }\n',
      'freshness:\n  maxage: 1d\n',
    );
    expect(await sweepAt(NOON)).toEqual({ create: 1 });
    expect(await sweepAt(NOON)).toEqual({ keep: 1 });
    const [issue] = await repo.issues();
    expect(issue?.title).toBe('Reverify cannot read its configuration');
    expect(issue?.body).toContain(
      `\`registry/.github\`: [\`${POLICY}:2\`](${sandbox.url}/registry/.github/blob/HEAD/${POLICY}#L2)`,
    );
    expect(issue?.body).toContain('Did you mean `maxAge`?');
  });

  it('that is private is not quoted where everybody reads it', async () => {
    const { repo, sweepAt } = await begin(undefined, 'mode: "our secret plan"\n', { private: true });
    expect(await sweepAt(NOON)).toEqual({ create: 1 });
    const [issue] = await repo.issues();
    expect(issue?.body).not.toContain('secret');
    expect(issue?.body).toContain('Whoever can see registry/.github can mend it.');
  });

  it('that cannot be read ends the run, and opens nothing', async () => {
    const stage = await begin('freshness: { maxAge: 1d }\n', 'issues: { maxNew: 3 }\n');
    stage.sandbox.fault({ kind: 'status', status: 502, method: 'POST', path: /graphql/, skip: 1, times: 1 });
    await expect(stage.sweepAt(NOON)).rejects.toMatchObject({ status: 502 });
    expect(await stage.repo.issues()).toEqual([]);
  });
});
