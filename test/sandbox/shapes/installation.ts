import type { components } from '@octokit/openapi-types';
import { nodeId, type Links } from '../links.ts';
import type { App, Installation } from '../model.ts';
import { userShape } from './accounts.ts';

type Schemas = components['schemas'];

/** An installation of the app. */
export function installationShape(
  links: Links,
  app: App,
  installation: Installation,
): Schemas['installation'] {
  const { id, account } = installation;
  const settings = account.type === 'Organization' ? `/organizations/${account.login}` : '';
  return {
    id,
    account: userShape(links, account),
    repository_selection: 'all',
    access_tokens_url: links.api(`/app/installations/${id}/access_tokens`),
    repositories_url: links.api('/installation/repositories'),
    html_url: links.html(`${settings}/settings/installations/${id}`),
    app_id: app.id,
    client_id: `Iv23sandbox${app.id}`,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { ...app.permissions },
    events: [...app.events],
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  };
}

/** The two fields that every payload carries of an installation. */
export function installationStub(installation: Installation): { id: number; node_id: string } {
  return { id: installation.id, node_id: nodeId('MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u', installation.id) };
}
