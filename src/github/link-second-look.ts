import type { GitHub, Slug } from './client.ts';
import { troubleOf, type Trouble } from './link-trouble.ts';

/** What REST knows of something that GraphQL does not find. */
export type SecondLook =
  | { kind: 'missing' }
  | { kind: 'gone' }
  /** `to` is an address for an issue, a name for a branch. */
  | { kind: 'moved'; to: string }
  | { kind: 'unclear'; trouble: Trouble };

// Each is a request of its own. What is left over is not remembered, so the next run begins with it.
const MOST = 60;
const MOST_FAILURES = 3;

/** Takes second looks, one after the other, until they are too many or GitHub has had enough. */
export async function lookTwice(
  looks: ReadonlyMap<string, () => Promise<SecondLook>>,
): Promise<Map<string, SecondLook>> {
  const seen = new Map<string, SecondLook>();
  let failures = 0;
  let end: SecondLook | undefined;
  for (const [key, look] of looks) {
    const found = end ?? (await look());
    seen.set(key, found);
    if (found.kind === 'unclear') {
      failures += 1;
      if (failures === MOST_FAILURES || found.trouble.verdict === 'rate-limited') end = found;
    }
    if (seen.size === MOST) end ??= leftOver;
  }
  return seen;
}

const leftOver: SecondLook = {
  kind: 'unclear',
  trouble: { verdict: 'not-checked', reason: 'left for the next run', status: undefined },
};

/** Where an issue is that is not where it was: GraphQL does not find what was transferred (apache/devlake#7969). */
export function findIssue(github: GitHub, slug: Slug, number: number): Promise<SecondLook> {
  return looked(async () => {
    const { data } = await github.rest.issues.get({ ...slug, issue_number: number });
    return data.html_url;
  });
}

/** What a branch is called now: GitHub redirects from the former name, and REST alone says so (google/go-github#1895). */
export function findBranch(github: GitHub, slug: Slug, branch: string): Promise<SecondLook> {
  return looked(async () => {
    const { data } = await github.rest.repos.getBranch({ ...slug, branch });
    return data.name === branch ? undefined : data.name;
  });
}

// The redirect is followed by `fetch`, so what comes back is what is at its end.
async function looked(look: () => Promise<string | undefined>): Promise<SecondLook> {
  try {
    const to = await look();
    return to === undefined ? { kind: 'missing' } : { kind: 'moved', to };
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    if (trouble.status === 404) return { kind: 'missing' };
    return trouble.status === 410 ? { kind: 'gone' } : { kind: 'unclear', trouble };
  }
}
