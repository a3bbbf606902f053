import { Octokit } from '@octokit/rest';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCheck } from '../../src/github/checks.ts';
import type { CheckOutput } from '../../src/render/check.ts';

const API = 'http://github.test';
const SLUG = { owner: 'o', repo: 'r' };
const github = new Octokit({ baseUrl: API });

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const missed = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(missed).toEqual([]);
});

function output(annotations: number): CheckOutput {
  const one = {
    path: 'a',
    start_line: 1,
    end_line: 1,
    start_column: 1,
    end_column: 1,
    title: 't',
    message: 'm',
  };
  return {
    conclusion: 'success',
    title: 'T',
    summary: 'S',
    annotations: Array.from({ length: annotations }, () => ({
      ...one,
      annotation_level: 'warning' as const,
    })),
  };
}

function present(runs: object[]): void {
  nock(API)
    .get('/repos/o/r/commits/c/check-runs')
    .query({ check_name: 'Reverify', app_id: 7 })
    .reply(200, { total_count: runs.length, check_runs: runs });
}

describe('writeCheck', () => {
  it('sends annotations fifty at a time', async () => {
    const sizes: number[] = [];
    const count = (body: { output: { annotations: unknown[] } }): boolean =>
      sizes.push(body.output.annotations.length) > 0;
    present([]);
    nock(API).post('/repos/o/r/check-runs', count).reply(201, { id: 1 });
    nock(API).patch('/repos/o/r/check-runs/1', count).times(2).reply(200, { id: 1 });
    expect(await writeCheck(github, SLUG, { number: 1, head: 'c' }, output(120), 7)).toEqual({
      id: 1,
      done: 'written',
    });
    expect(sizes).toEqual([50, 50, 20]);
  });

  it('writes over a run without annotations, and beside one with', async () => {
    present([{ id: 5, external_id: 'other', output: { annotations_count: 0 } }]);
    nock(API).patch('/repos/o/r/check-runs/5').reply(200, { id: 5 });
    await writeCheck(github, SLUG, { number: 1, head: 'c' }, output(1), 7);
    present([{ id: 5, external_id: 'other', output: { annotations_count: 3 } }]);
    nock(API).post('/repos/o/r/check-runs').reply(201, { id: 6 });
    await writeCheck(github, SLUG, { number: 1, head: 'c' }, output(1), 7);
  });

  it('keeps a run that says the same', async () => {
    let written = '';
    present([]);
    nock(API)
      .post('/repos/o/r/check-runs', (body: { external_id: string }) => (written = body.external_id) !== '')
      .reply(201, { id: 1 });
    await writeCheck(github, SLUG, { number: 1, head: 'c' }, output(0), 7);
    present([{ id: 1, status: 'completed', external_id: written, output: { annotations_count: 0 } }]);
    expect(await writeCheck(github, SLUG, { number: 1, head: 'c' }, output(0), 7)).toEqual({
      id: 1,
      done: 'kept',
    });
  });
});
