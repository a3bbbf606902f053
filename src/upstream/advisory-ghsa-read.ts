import DataLoader from 'dataloader';
import * as z from 'zod';
import { readUrl } from '../domain/url.ts';
import { advisoryName, dayIn, type Advisory } from './advisory-found.ts';
import type { Question, Reading } from './advisory-judge.ts';
import { isSamePackage, type Package } from './advisory-package.ts';
import { severityFromWord } from './advisory-severity.ts';
import { getJson } from './get-json.ts';
import { nextPage } from './next-page.ts';
import type { Outcome, SourceTools } from './source.ts';

const GITHUB = 'GitHub';

const Vulnerability = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string().nullish() }).nullish(),
  vulnerable_version_range: z.string().nullish(),
  first_patched_version: z.string().nullish(),
});

const GhsaAdvisory = z.object({
  ghsa_id: advisoryName,
  cve_id: z.string().nullish(),
  identifiers: z.array(z.object({ value: z.string() })).nullish(),
  severity: z.string(),
  summary: z.string(),
  published_at: z.string(),
  withdrawn_at: z.string().nullish(),
  html_url: z.string(),
  vulnerabilities: z.array(Vulnerability).nullish(),
});
type GhsaAdvisory = z.infer<typeof GhsaAdvisory>;

const Page = z.array(GhsaAdvisory);

type Pages = { kind: 'pages'; advisories: readonly GhsaAdvisory[] } | Extract<Outcome, { kind: 'unknown' }>;

/** GitHub leaves malware out where it is not asked for. */
const TYPES = ['reviewed', 'malware'];
const MOST_PAGES = 10;
const LONGEST_VERSION = 60;

/**
 * All that GitHub's database of advisories says of a package. Nothing is kept for conditional requests: an answer "not
 * modified" does not say whether there is a next page.
 */
export async function readGhsa(question: Question, tools: SourceTools): Promise<Reading> {
  const advisories: Advisory[] = [];
  for (const type of TYPES) {
    const pages = await pagesOf(tools).load(addressOf(question, type, tools.endpoint));
    if (pages.kind !== 'pages') return pages;
    advisories.push(
      ...pages.advisories.flatMap((one) => advisoryFrom(one, question.package, tools.endpoint)),
    );
  }
  return { kind: 'read', advisories };
}

function addressOf({ package: of, version, withdrawn }: Question, type: string, endpoint: string): string {
  const parameters = new URLSearchParams({
    ecosystem: of.ecosystem.ghsa,
    affects: version === undefined ? of.name : `${of.name}@${version}`,
    type,
    ...(withdrawn && { is_withdrawn: 'true' }),
    per_page: '100',
    sort: 'published',
    direction: 'desc',
  });
  return `${endpoint}/advisories?${parameters}`;
}

function pagesOf(tools: SourceTools): DataLoader<string, Pages> {
  return tools.shared(
    `advisory-ghsa pages ${tools.endpoint}`,
    () =>
      new DataLoader(
        (addresses: readonly string[]) => Promise.all(addresses.map((url) => askForPages(url, tools))),
        {
          batch: false,
        },
      ),
  );
}

async function askForPages(first: string, tools: SourceTools): Promise<Pages> {
  const { http, token, endpoint } = tools;
  const advisories: GhsaAdvisory[] = [];
  let url: string | undefined = first;
  for (let page = 0; url !== undefined && page < MOST_PAGES; page++) {
    const what = 'its advisories';
    const accept = 'application/vnd.github+json';
    const reply = await getJson({ http, who: GITHUB, what, url, accept, token, schema: Page });
    if (reply.kind === 'refused' && reply.status === 410)
      return { kind: 'unknown', why: reply.why, permanent: true };
    if (reply.kind !== 'value') return { kind: 'unknown', why: reply.why };
    advisories.push(...reply.value);
    url = nextPage(reply.headers['link'], reply.url);
    if (url !== undefined && !url.startsWith(`${endpoint}/advisories?`))
      return {
        kind: 'unknown',
        why: `${GITHUB} names a next page of its advisories that is somewhere else.`,
      };
  }
  if (url !== undefined)
    return { kind: 'unknown', why: `${GITHUB} lists advisories for a package without end.` };
  return { kind: 'pages', advisories };
}

function advisoryFrom(one: GhsaAdvisory, of: Package, endpoint: string): Advisory[] {
  const affected = (one.vulnerabilities ?? []).filter(
    (each) => each.package?.ecosystem === of.ecosystem.ghsa && isSamePackage(of, each.package.name ?? ''),
  );
  // The question was about one package: what names another is not about ours.
  if (affected.length === 0) return [];
  const isWeb = /^https?:$/.test(readUrl(one.html_url)?.protocol ?? '');
  return [
    {
      id: one.ghsa_id,
      aliases: [one.cve_id, ...(one.identifiers ?? []).map(({ value }) => value)].filter(
        (name) => typeof name === 'string',
      ),
      severity: severityFromWord(one.severity),
      summary: one.summary,
      published: dayIn(one.published_at),
      withdrawn: dayIn(one.withdrawn_at),
      affected: affected.flatMap((each) => short(each.vulnerable_version_range)),
      fixed: affected.flatMap((each) => short(each.first_patched_version)),
      url: isWeb ? one.html_url : `${endpoint}/advisories/${encodeURIComponent(one.ghsa_id)}`,
    },
  ];
}

function short(text: string | null | undefined): string[] {
  return text ? [text.slice(0, LONGEST_VERSION)] : [];
}
