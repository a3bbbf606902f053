import { HUB_URL } from '@huggingface/hub';
import registryUrl from 'registry-url';
import type { Hosts } from './domain/upstream-address.ts';
import type { HttpClient } from './http/http.ts';
import type { UpstreamSettings } from './settings.ts';
import type { Access } from './upstream/source.ts';

/** The API of github.com, as Octokit has it. */
export const PUBLIC_GITHUB = 'https://api.github.com';

interface Door {
  endpoint: string;
  token: string | undefined;
}

/** The sources that GitHub's own API answers, by GraphQL. */
const githubSources = new Set(['github-release', 'github-tag', 'github-repo']);

/** Sources whose targets are addresses. */
const addressSources = new Set(['feed', 'json', 'page']);

/**
 * Says where each source is found, and with which secret: the settings, and what the ecosystem's own client would do
 * where they are silent. A secret goes to the origin that it was given for, and nowhere else. `github`: the API.
 */
export function accessFor(
  settings: UpstreamSettings,
  http: HttpClient,
  github: string,
): (source: string, target: string, githubToken?: string) => Access | undefined {
  return (source, target, githubToken) => {
    const door = doorOf(source, target, githubToken ?? settings.GITHUB_TOKEN);
    return door && { http, ...door };
  };

  function doorOf(source: string, target: string, githubToken: string | undefined): Door | undefined {
    if (githubSources.has(source)) return { endpoint: graphqlBase(github), token: githubToken };
    if (addressSources.has(source)) {
      const { origin } = new URL(target);
      return { endpoint: origin, token: settings.REVERIFY_TOKENS.get(origin) };
    }
    switch (source) {
      case 'hf-model':
      case 'hf-org':
        return { endpoint: settings.HF_ENDPOINT ?? HUB_URL, token: settings.HF_TOKEN };
      case 'npm':
        return open(registryUrl(/^(@[^/]+)\//.exec(target)?.[1]));
      case 'pypi':
        return settings.PIP_INDEX_URL === undefined ? undefined : open(settings.PIP_INDEX_URL);
      case 'advisory':
        return open(settings.REVERIFY_OSV);
      case 'advisory-ghsa':
        return { endpoint: github, token: githubToken };
      case 'openrouter':
        return { endpoint: settings.OPENROUTER_BASE_URL, token: settings.OPENROUTER_API_KEY };
      case 'endoflife':
        return open(settings.REVERIFY_ENDOFLIFE);
      default:
        return undefined;
    }
  }
}

/** The origins that the operator's own settings name: they may be inside. */
export function originsOf(settings: UpstreamSettings): string[] {
  const {
    HF_ENDPOINT,
    GITHUB_API_URL,
    PIP_INDEX_URL,
    OPENROUTER_BASE_URL,
    REVERIFY_OSV,
    REVERIFY_ENDOFLIFE,
  } = settings;
  const named = [
    HF_ENDPOINT,
    GITHUB_API_URL,
    PIP_INDEX_URL,
    OPENROUTER_BASE_URL,
    REVERIFY_OSV,
    REVERIFY_ENDOFLIFE,
  ];
  return [...named.flatMap((url) => url ?? []), registryUrl()].map((url) => new URL(url).origin);
}

/** On which web pages people look at what each source knows: evaluations cite those. */
export function pagesOf(settings: UpstreamSettings, github: string): Hosts {
  const { hostname } = new URL(registryUrl());
  return {
    hub: [settings.HF_ENDPOINT ?? HUB_URL, HUB_URL],
    github: [new URL(graphqlBase(github)).origin.replace('//api.', '//')],
    npm: [`https://www.${hostname.replace(/^registry\./, '')}`],
    pypi: settings.PIP_INDEX_URL === undefined ? [] : [new URL(settings.PIP_INDEX_URL).origin],
    openrouter: [new URL(settings.OPENROUTER_BASE_URL).origin],
  };
}

function open(endpoint: string): Door {
  return { endpoint, token: undefined };
}

// On an Enterprise Server REST is at /api/v3, and GraphQL at /api/graphql.
function graphqlBase(api: string): string {
  return api.replace(/\/v3\/?$/, '');
}
