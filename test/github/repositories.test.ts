import { describe, expect, it } from 'vitest';
import type { GitHub } from '../../src/github/client.ts';
import { readHead } from '../../src/github/repositories.ts';

const repository = {
  databaseId: 7,
  url: 'https://git.example/acme/evals',
  isPrivate: false,
  isArchived: false,
  isFork: false,
  hasIssuesEnabled: true,
  defaultBranchRef: { name: 'main', target: { oid: 'c0', tree: { oid: 't0' } } },
  object: null,
};
const organisation = { isPrivate: true, object: { oid: 'b0' } };

/** A GitHub that answers as Octokit does: with data, or by throwing what came beside errors. */
function answering(data: object, ...errors: { type: string; path: string[] }[]): GitHub {
  const graphql = (): Promise<object> =>
    errors.length === 0
      ? Promise.resolve(data)
      : Promise.reject(Object.assign(new Error('Request failed'), { data, errors }));
  return { graphql } as unknown as GitHub;
}

const slug = { owner: 'acme', repo: 'evals' };

describe('the head of a repository', () => {
  it('knows of the configuration of its organisation', async () => {
    const head = await readHead(answering({ repository, organisation }), slug);
    expect(head?.organisation).toEqual({
      slug: { owner: 'acme', repo: '.github' },
      blob: 'b0',
      hidden: true,
    });
  });

  it('is not ruled twice by one file', async () => {
    const head = await readHead(answering({ repository, organisation }), { owner: 'acme', repo: '.github' });
    expect(head?.organisation).toBeUndefined();
  });

  it('is known where the organisation has no such repository, or none with a configuration', async () => {
    const none = { type: 'NOT_FOUND', path: ['organisation'] };
    const head = await readHead(answering({ repository, organisation: null }, none), slug);
    expect(head).toMatchObject({ id: 7, organisation: undefined });
    const empty = { isPrivate: false, object: null };
    expect((await readHead(answering({ repository, organisation: empty }), slug))?.organisation).toBe(
      undefined,
    );
  });

  it.each([
    [{ type: 'FORBIDDEN', path: ['organisation'] }],
    [{ type: 'NOT_FOUND', path: ['repository'] }],
    [
      { type: 'NOT_FOUND', path: ['organisation'] },
      { type: 'RATE_LIMITED', path: [] },
    ],
  ])('is not known where GitHub says %j', async (...errors) => {
    await expect(readHead(answering({ repository, organisation: null }, ...errors), slug)).rejects.toThrow(
      'Request failed',
    );
  });
});
