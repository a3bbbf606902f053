import { causeOf, type GitHub, type Slug } from './client.ts';

// GitHub folds other roles, and those that an organisation has made, into these.
const WRITERS = new Set(['admin', 'maintain', 'write']);

/** Whether a person may write to a repository. Somebody whom GitHub does not know may not. */
export async function mayWrite(github: GitHub, slug: Slug, login: string): Promise<boolean> {
  try {
    const { data } = await github.rest.repos.getCollaboratorPermissionLevel({ ...slug, username: login });
    return WRITERS.has(data.permission);
  } catch (error) {
    if (causeOf(error)?.status === 404) return false;
    throw error;
  }
}
