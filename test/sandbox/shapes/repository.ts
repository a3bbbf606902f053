import type { components } from '@octokit/openapi-types';
import { nodeId, type Links } from '../links.ts';
import { fullName, type Repository } from '../model.ts';
import { userShape } from './accounts.ts';

type Schemas = components['schemas'];
type Common = Schemas['repository'] & { pushed_at: string; created_at: string; updated_at: string };

/** A repository as it stands in lists and inside other answers. */
export function repositoryShape(links: Links, repository: Repository): Common & { has_discussions: boolean } {
  const name = fullName(repository);
  const open = repository.issues.filter((issue) => issue.state === 'open').length;
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: name,
    private: repository.private,
    owner: userShape(links, repository.owner),
    html_url: links.html(`/${name}`),
    description: null,
    fork: repository.parent !== null,
    ...addresses(links, name),
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    pushed_at: repository.pushedAt,
    homepage: null,
    size: 100,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: repository.issuesEnabled,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** A repository on its own. */
export function fullRepositoryShape(links: Links, repository: Repository): Schemas['full-repository'] {
  const parent = repository.parent && repositoryShape(links, repository.parent);
  return {
    ...repositoryShape(links, repository),
    ...(parent ? { parent, source: parent } : {}),
    ...(repository.owner.type === 'Organization' ? { organization: userShape(links, repository.owner) } : {}),
    subscribers_count: 0,
    network_count: 0,
  };
}

function addresses(links: Links, name: string) {
  const url = links.api(`/repos/${name}`);
  return {
    url,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_url: `git://${links.host}/${name}.git`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
    clone_url: links.html(`/${name}.git`),
    ssh_url: `git@${links.host}:${name}.git`,
    svn_url: links.html(`/${name}`),
  };
}
