import type { GitHub, Slug } from './client.ts';

/** A repository that the App is installed on. */
export interface Installed extends Slug {
  id: number;
  installation: number;
}

/** Lists the App's installations; `github` speaks as the App itself. */
export async function listInstallations(github: GitHub): Promise<number[]> {
  const installations = await github.paginate(github.rest.apps.listInstallations, { per_page: 100 });
  return installations.flatMap(({ id, suspended_at }) => (suspended_at ? [] : [id]));
}

/** Lists the repositories of one installation; `github` speaks as that installation. */
export async function listRepositories(github: GitHub, installation: number): Promise<Installed[]> {
  const repositories = await github.paginate(github.rest.apps.listReposAccessibleToInstallation, {
    per_page: 100,
  });
  return repositories.map(({ id, name, owner }) => ({ id, owner: owner.login, repo: name, installation }));
}
