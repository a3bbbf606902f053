import * as z from 'zod';
import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import { daysBetween, parseDay, type Day } from '../domain/day.ts';
import { duration } from '../domain/fields.ts';
import { sameName } from '../domain/github-moves.ts';
import { askGitHub } from './github-ask.ts';
import { factsPart, type RepositoryFacts } from './github-parts.ts';
import { problemWithRepository } from './github-target.ts';
import { plain, renamed } from './github-words.ts';
import type { Ask, Fact, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';

const Options = z.strictObject({
  /** Of `stale`, in days. */
  after: duration.default(365),
});
type Options = z.infer<typeof Options>;

// SPDX's word, and GitHub's, for a license file that it does not recognise.
const UNRECOGNISED = 'NOASSERTION';

/** What makes an event of a condition: how it is named after the repository's id, and what it says. */
interface Case {
  name: string;
  summary: string;
  now: string;
  evidence?: readonly EventEvidence[];
}

/** What a repository on GitHub is: archived, under another name, under another licence, left alone, gone. */
export const githubRepo: Source<Options> = {
  name: 'github-repo',
  conditions: {
    archived: { kind: 'level' },
    moved: { kind: 'level' },
    stale: { kind: 'level' },
    'license-changed': { kind: 'edge', remembers: 1 },
    'identity-changed': { kind: 'edge', remembers: 1 },
    gone: { kind: 'gone' },
  },
  options: Options,
  problemWithTarget: problemWithRepository,
  look,
  facts: { names: ['archived', 'license', 'name'], tell },
};

async function look({ target, when, options }: Ask<Options>, tools: SourceTools): Promise<Outcome> {
  const asked = await askGitHub(factsPart, target, tools);
  if (asked.kind !== 'value') return asked;
  const found = caseOf(when, asked.value, target, options, tools.today);
  const events = found ? [eventOf(found, when, asked.value, target)] : [];
  return { kind: 'ok', events, identity: String(asked.value.databaseId) };
}

async function tell({ target, fact }: FactAsk<Options>, tools: SourceTools): Promise<Told> {
  const asked = await askGitHub(factsPart, target, tools);
  if (asked.kind !== 'value') return asked;
  const value = valueOf(fact, asked.value);
  if (value === undefined)
    return { kind: 'unknown', why: `GitHub does not say the ${plain(fact, 50)} of ${target}.` };
  return { kind: 'ok', value, evidence: [pageOf(asked.value), ...renamed(asked.value, target)] };
}

function valueOf(fact: string, repository: RepositoryFacts): Fact | undefined {
  const spdx = licenseOf(repository);
  switch (fact) {
    case 'archived':
      return repository.isArchived;
    case 'license':
      // A file is there that GitHub does not recognise: it may be any license, also the one that is claimed.
      return spdx === UNRECOGNISED ? undefined : spdx;
    case 'name':
      return repository.nameWithOwner;
    default:
      return undefined;
  }
}

function caseOf(
  when: string,
  repository: RepositoryFacts,
  target: string,
  { after }: Options,
  today: Day,
): Case | undefined {
  switch (when) {
    case 'archived':
      return archived(repository);
    case 'moved':
      return moved(repository, target);
    case 'stale':
      return stale(repository, after, today);
    case 'license-changed':
      return licensed(repository);
    case 'identity-changed':
      return identified(repository);
    default:
      return undefined;
  }
}

function archived({ nameWithOwner, isArchived, archivedAt }: RepositoryFacts): Case | undefined {
  if (!isArchived) return undefined;
  const evidence = archivedAt === null ? [] : [{ label: 'Archived', text: archivedAt }];
  const summary = `${nameWithOwner} is archived on GitHub: it is read-only.`;
  return { name: `archived:${archivedAt ?? 'true'}`, summary, now: 'archived', evidence };
}

function moved({ nameWithOwner }: RepositoryFacts, target: string): Case | undefined {
  if (sameName(nameWithOwner, target)) return undefined;
  return {
    name: `moved:${nameWithOwner}`,
    summary: `The repository is now named ${nameWithOwner}.`,
    now: nameWithOwner,
  };
}

function stale({ nameWithOwner, pushedAt }: RepositoryFacts, after: number, today: Day): Case | undefined {
  const day = parseDay(pushedAt?.slice(0, 10));
  if (day === undefined || daysBetween(day, today) <= after) return undefined;
  return {
    name: `stale:${pushedAt}`,
    summary: `Nobody has pushed to ${nameWithOwner} since ${day}.`,
    now: `last push on ${day}`,
    evidence: [{ label: 'Last push', text: pushedAt ?? day }],
  };
}

// Whether it changed, the runner knows: the first look is the silent baseline.
function licensed(repository: RepositoryFacts): Case {
  const spdx = licenseOf(repository) ?? 'none';
  const summary = `The license that GitHub sees in ${repository.nameWithOwner} is ${spdx}.`;
  return { name: `license:${spdx}`, summary, now: spdx, evidence: [{ label: 'License', text: spdx }] };
}

function licenseOf({ licenseInfo }: RepositoryFacts): string | null {
  return licenseInfo && (licenseInfo.spdxId ?? UNRECOGNISED);
}

function identified({ nameWithOwner, databaseId }: RepositoryFacts): Case {
  return {
    name: 'identity',
    summary: `${nameWithOwner} is the repository with the number ${databaseId}.`,
    now: String(databaseId),
    evidence: [{ label: "GitHub's number", text: String(databaseId) }],
  };
}

function eventOf(found: Case, when: string, repository: RepositoryFacts, target: string): UpstreamEvent {
  const { name, summary, now, evidence = [] } = found;
  return {
    id: `github-repo:${repository.databaseId}:${name}`,
    source: 'github-repo',
    target,
    when,
    summary,
    now,
    evidence: [pageOf(repository), ...evidence, ...renamed(repository, target)],
  };
}

function pageOf({ nameWithOwner, url }: RepositoryFacts): EventEvidence {
  return { label: 'Repository', text: nameWithOwner, url };
}
