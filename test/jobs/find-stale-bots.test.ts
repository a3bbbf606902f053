import { expect, test } from 'vitest';
import { createBlobCache } from '../../src/github/blob-cache.ts';
import type { GitHub } from '../../src/github/client.ts';
import { findStaleBots } from '../../src/jobs/find-stale-bots.ts';

test('among the files of a tree only those are read that may hold one', async () => {
  const blobs = createBlobCache();
  blobs.set('b1', new TextEncoder().encode('jobs: { a: { steps: [{ uses: actions/stale@v9 }] } }'));
  const tree = [
    { path: '.github/workflows/stale.yml', blob: 'b1', size: 100 },
    { path: 'data/x.yml', blob: 'b2', size: 100 },
  ];
  // Whoever asks this GitHub fails.
  const github = {} as GitHub;
  const slug = { owner: 'acme', repo: 'evals' };
  expect(await findStaleBots(github, slug, tree, ['evidence'], { blobs })).toMatchObject([
    { file: '.github/workflows/stale.yml', line: 1 },
  ]);
  expect(await findStaleBots(github, slug, tree.slice(1), [], { blobs })).toEqual([]);
});
