import { parseAddress } from './addresses.ts';
import { parseGitHubAddress } from './github-address.ts';
import { readUrl } from './url.ts';

/** Which web origins show the pages of which upstream: the operator's settings name them, not we. */
export type Hosts = Readonly<Record<'hub' | 'github' | 'npm' | 'pypi' | 'openrouter', readonly string[]>>;

/** What a cited page is to the source that knows its upstream. */
export interface UpstreamAddress {
  source: 'hf-model' | 'hf-org' | 'github-repo' | 'npm' | 'pypi' | 'openrouter';
  /** As a watch writes it: `MiniMaxAI/MiniMax-M2`, `@scope/package`. */
  target: string;
  /** Whether the page speaks of releases, or of one version. */
  ofRelease: boolean;
}

type Found = Omit<UpstreamAddress, 'source'> & { source?: UpstreamAddress['source'] };

const readers = {
  hub: ['hf-model', readHub],
  github: ['github-repo', readGitHub],
  npm: ['npm', readNpm],
  pypi: ['pypi', readPypi],
  openrouter: ['openrouter', readOpenRouter],
} as const;

/** Reads the address of a page as one of an upstream that a source knows. Undefined where no source does. */
export function parseUpstreamAddress(page: string, hosts: Hosts): UpstreamAddress | undefined {
  const address = parseAddress(page);
  if (address.kind === 'problem') return undefined;
  const segments = segmentsOf(address.url);
  if (segments === undefined) return undefined;
  for (const upstream of Object.keys(readers) as (keyof Hosts)[]) {
    const [source, readPage] = readers[upstream];
    for (const origin of hosts[upstream]) {
      const found = readPage(address.url, segments, origin);
      if (found !== undefined) return { source, ...found };
    }
  }
  return undefined;
}

function segmentsOf({ pathname }: URL): string[] | undefined {
  try {
    return pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

// Whoever cites `http:` or leaves `www.` out means the same pages.
function isAt(url: URL, origin: string): boolean {
  const home = readUrl(origin);
  return home !== undefined && hostOf(url) === hostOf(home);
}

function hostOf({ host }: URL): string {
  return host.replace(/^www\./, '');
}

// huggingface_hub's own rule, `utils/_validators.py`.
const PART = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?';
const HUB_OWNER = new RegExp(`^${PART}$`);
const HUB_MODEL = new RegExp(`^${PART}/${PART}$`);

// First segments that are pages of the Hub's own.
const HUB_PAGES = new Set(
  `api blog changelog chat collections datasets docs enterprise inference join learn login models new organizations
  papers posts pricing privacy search settings spaces storage support tasks terms-of-service`.split(/\s+/),
);

/** Whether a text can be the name of a model on the Hub: owner and name. */
export function isHubModel(text: string): boolean {
  return text.length <= 96 && HUB_MODEL.test(text) && !/--|\.\.|\.git$/.test(text);
}

function readHub(url: URL, [owner, name]: string[], origin: string): Found | undefined {
  if (!isAt(url, origin) || owner === undefined || HUB_PAGES.has(owner)) return undefined;
  if (name === undefined) {
    return HUB_OWNER.test(owner) ? { source: 'hf-org', target: owner, ofRelease: false } : undefined;
  }
  const target = `${owner}/${name}`;
  return isHubModel(target) ? { target, ofRelease: false } : undefined;
}

const VERSION = /^v?\d+(?:\.\d+)+/;

function readGitHub(url: URL, segments: string[], origin: string): Found | undefined {
  // What the API cannot tell of, such as a discussion, is in a repository all the same.
  const front = `${url.origin}/${segments.slice(0, 2).map(encodeURIComponent).join('/')}`;
  const address = parseGitHubAddress(url.href, origin) ?? parseGitHubAddress(front, origin);
  if (address === undefined || address.kind === 'owner') return undefined;
  const isTagged = address.kind === 'path' && VERSION.test(address.rest[0] ?? '');
  const ofRelease = address.kind === 'tag' || segments[2] === 'releases' || isTagged;
  return { target: `${address.owner}/${address.repo}`, ofRelease };
}

const NPM_NAME = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i;
const PYPI_NAME = /^[a-z0-9](?:[\w.-]*[a-z0-9])?$/i;
const LONGEST_NAME = 214;

/** Whether a text can be the name of a package: https://docs.npmjs.com/cli/configuring-npm/package-json#name. */
export function isNpmName(text: string): boolean {
  return text.length <= LONGEST_NAME && NPM_NAME.test(text);
}

/** Whether a text can be the name of a project: PEP 508. */
export function isPypiName(text: string): boolean {
  return text.length <= LONGEST_NAME && PYPI_NAME.test(text);
}

function readNpm(url: URL, [page, ...rest]: string[], origin: string): Found | undefined {
  if (!isAt(url, origin) || page !== 'package') return undefined;
  const target = rest[0]?.startsWith('@') ? rest.slice(0, 2).join('/') : (rest[0] ?? '');
  return isNpmName(target) ? { target, ofRelease: rest.includes('v') } : undefined;
}

function readPypi(url: URL, [page, name = '', version]: string[], origin: string): Found | undefined {
  if (!isAt(url, origin) || page !== 'project' || !isPypiName(name)) return undefined;
  return { target: name, ofRelease: VERSION.test(version ?? '') };
}

const OPENROUTER_PAGES = new Set(
  'announcements api apps blog chat compare credits docs enterprise models provider providers rankings settings'.split(
    ' ',
  ),
);
const OPENROUTER_MODEL = /^[a-z0-9][\w.-]{0,99}\/[a-z0-9][\w.-]{0,99}(?::[\w-]{1,40})?$/i;

function readOpenRouter(url: URL, [author = '', slug = '']: string[], origin: string): Found | undefined {
  if (!isAt(url, origin) || OPENROUTER_PAGES.has(author)) return undefined;
  const target = `${author}/${slug}`;
  return OPENROUTER_MODEL.test(target) ? { target, ofRelease: false } : undefined;
}
