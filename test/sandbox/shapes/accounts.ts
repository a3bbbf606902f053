import type { components } from '@octokit/openapi-types';
import { nodeId, type Links } from '../links.ts';
import type { Account, App, Repository } from '../model.ts';

type Schemas = components['schemas'];

/** An account as it stands inside other answers. */
export function userShape(links: Links, account: Account): Schemas['simple-user'] {
  const login = encodeURIComponent(account.login);
  const url = links.api(`/users/${login}`);
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('U', account.id),
    avatar_url: links.html(`/avatars/${login}`),
    gravatar_id: '',
    url,
    html_url: links.html(`/${account.type === 'Bot' ? `apps/${account.login.replace('[bot]', '')}` : login}`),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** An account or nothing. */
export function optionalUser(links: Links, account: Account | null): Schemas['nullable-simple-user'] {
  return account && userShape(links, account);
}

/** A GitHub App as answers show it. */
export function appShape(links: Links, app: App): NonNullable<Schemas['integration']> {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    client_id: `Iv23sandbox${app.id}`,
    owner: userShape(links, { id: 1, login: 'sandbox-apps', type: 'Organization' }),
    name: app.name,
    description: 'An app on the sandbox.',
    external_url: links.html('/'),
    html_url: links.html(`/apps/${app.slug}`),
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
    permissions: { ...app.permissions },
    events: [...app.events],
  };
}

/** How the author of something stands to the repository. */
export function associationOf(repository: Repository, account: Account): Schemas['author-association'] {
  if (account.id === repository.owner.id) return 'OWNER';
  if (account.type === 'Bot') return 'NONE';
  const role = repository.collaborators.get(account.login);
  if (role !== 'admin' && role !== 'maintain' && role !== 'write') return 'CONTRIBUTOR';
  return repository.owner.type === 'Organization' ? 'MEMBER' : 'COLLABORATOR';
}
