import type { components } from '@octokit/openapi-types';
import { encodePath, nodeId, type Links } from '../links.ts';
import { fullName, type Annotation, type CheckRun, type Repository } from '../model.ts';
import { appShape } from './accounts.ts';

type Schemas = components['schemas'];

/** A check run with the pull requests of this repository that stand at its commit. */
export function checkRunShape(links: Links, repository: Repository, run: CheckRun): Schemas['check-run'] {
  const name = fullName(repository);
  const url = links.api(`/repos/${name}/check-runs/${run.id}`);
  const page = links.html(`/${name}/runs/${run.id}`);
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: appShape(links, run.app),
    pull_requests: repository.issues.flatMap((issue) =>
      pullsAt(links, repository, issue.number, run.headSha),
    ),
  };
}

/** One annotation of a check run at a commit. */
export function annotationShape(
  links: Links,
  repository: Repository,
  run: CheckRun,
  annotation: Annotation,
): Schemas['check-annotation'] {
  const path = encodePath(annotation.path);
  return {
    path: annotation.path,
    blob_href: links.html(`/${fullName(repository)}/blob/${run.headSha}/${path}`),
    start_line: annotation.start_line,
    start_column: annotation.start_column ?? null,
    end_line: annotation.end_line,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
  };
}

// Pull requests from forks are missing from this list on GitHub too.
function pullsAt(
  links: Links,
  repository: Repository,
  number: number,
  sha: string,
): Schemas['pull-request-minimal'][] {
  const pull = repository.issues.find((issue) => issue.number === number)?.pull;
  if (!pull || pull.headSha !== sha || pull.headRepository !== repository) return [];
  const side = {
    id: repository.id,
    name: repository.name,
    url: links.api(`/repos/${fullName(repository)}`),
  };
  return [
    {
      id: pull.id,
      number,
      url: links.api(`/repos/${fullName(repository)}/pulls/${number}`),
      head: { ref: pull.headRef, sha, repo: side },
      base: { ref: pull.baseRef, sha: pull.baseSha, repo: side },
    },
  ];
}
