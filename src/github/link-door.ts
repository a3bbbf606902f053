import { parseGitHubAddress } from '../domain/github-address.ts';
import type { Log } from '../domain/log.ts';
import type { LinkDoor, LinkResult } from '../domain/verdict.ts';
import type { GitHub } from './client.ts';
import { lookAt, settled } from './link-look.ts';
import { followBranches, followIssues } from './link-moves.ts';
import { resultOf } from './link-result.ts';

/** Where the pages of the GitHub are that the client speaks to, without a path: `https://github.com`. */
export interface LinkDoorOptions {
  webOrigin: string;
  log: Log;
}

/**
 * The door to GitHub's own pages: its API is asked instead, because the pages are limited hard and no token helps there
 * (lychee#1402). It says "not found" of what the client may not see, and that this is not told from what is gone.
 * Results have no `ms`: many share a request. Throws for faults of our own only.
 */
export function createLinkDoor(github: GitHub, { webOrigin, log }: LinkDoorOptions): LinkDoor {
  return {
    takes: (page) => parseGitHubAddress(page, webOrigin) !== undefined,
    async check(pages, checkedAt) {
      const results = new Map<string, LinkResult>();
      const known = [...new Set(pages)].flatMap((page) => {
        const address = parseGitHubAddress(page, webOrigin);
        return address ? { page, address } : [];
      });
      let looks = await lookAt(github, known, log);
      looks = settled(looks, await followBranches(github, looks, log));
      looks = settled(looks, await followIssues(github, looks));
      for (const look of looks) results.set(look.page, resultOf(look, checkedAt));
      return results;
    },
  };
}
