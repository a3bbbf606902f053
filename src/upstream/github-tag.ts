import * as z from 'zod';
import type { UpstreamEvent } from '../domain/event.ts';
import type { Asked } from './github-answer.ts';
import { askGitHub } from './github-ask.ts';
import { choiceOptions, choose, newestOf, problemWithChoice, type Candidate } from './github-choice.ts';
import { isLate, newsAmong, type News } from './github-news.ts';
import { tagsPart, type Repository, type Tag } from './github-parts.ts';
import { problemWithRepository } from './github-target.ts';
import { inId, plain, renamed, tagPage } from './github-words.ts';
import type { Ask, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';

const Options = z.strictObject(choiceOptions);
type Options = z.infer<typeof Options>;

/** A tag and the commit that it stands for. */
type Item = Candidate & { commit: string };

/** The tags of a repository, and what of them the watch waits for, the newest first. */
interface Seen {
  repository: Repository;
  tags: readonly Item[];
  chosen: readonly Item[];
  isWhole: boolean;
}

/** Tags of a repository on GitHub. */
export const githubTag: Source<Options> = {
  name: 'github-tag',
  conditions: { 'new-tag': { kind: 'edge' }, 'moved-tag': { kind: 'edge' } },
  options: Options,
  problemWithTarget: problemWithRepository,
  problemWithOptions,
  look,
  facts: { names: ['latest'], tell },
};

function problemWithOptions(when: string, options: Options): string | undefined {
  if (when === 'moved-tag' && options.minBump !== undefined) {
    return 'A tag that moves keeps its version, so that moved-tag knows no minBump. Leave minBump out.';
  }
  return problemWithChoice(options);
}

async function look({ target, when, options }: Ask<Options>, tools: SourceTools): Promise<Outcome> {
  const asked = await see(target, options, tools);
  if (asked.kind !== 'value') return asked;
  const { repository, tags, chosen, isWhole } = asked.value;
  if (when === 'new-tag') {
    const news = newsAmong(chosen, tags, options, tools.today);
    return { kind: 'ok', events: news.map((each) => newTag(each, repository, target, options)) };
  }
  // A tag may be moved to a commit of any age. Only where the list is cut off can an old one come into sight by itself.
  const news = isWhole
    ? chosen.map((item) => ({ item, late: isLate(item, tags, options) }))
    : newsAmong(chosen, tags, options, tools.today);
  return { kind: 'ok', events: news.map(({ item }) => movedTag(item, repository, target)) };
}

async function tell({ target, options }: FactAsk<Options>, tools: SourceTools): Promise<Told> {
  const asked = await see(target, options, tools);
  if (asked.kind !== 'value') return asked;
  const { repository, chosen } = asked.value;
  const newest = newestOf(chosen);
  const evidence = newest
    ? { label: 'Tag', text: plain(newest.tag, 200), url: tagPage(repository, newest.tag) }
    : { label: 'Tags', text: 'none that the watch waits for', url: `${repository.url}/tags` };
  return {
    kind: 'ok',
    value: newest ? newest.tag : null,
    evidence: [evidence, ...renamed(repository, target)],
  };
}

async function see(target: string, options: Options, tools: SourceTools): Promise<Asked<Seen>> {
  const asked = await askGitHub(tagsPart, target, tools);
  if (asked.kind !== 'value') return asked;
  const { nodes, pageInfo } = asked.value.refs;
  const tags = nodes.map(itemOf);
  const isWhole = !pageInfo.hasNextPage;
  const chosen = choose({ listed: tags, isWhole }, options);
  return { kind: 'value', value: { repository: asked.value, tags, chosen, isWhole } };
}

// An annotated tag has a day of its own; of any other, only that of its commit is known. A tag may stand for a file, too.
function itemOf({ name, target }: Tag): Item {
  const { oid, committedDate } = target.target ?? target;
  const at = target.tagger ? new Date(target.tagger.date).toISOString() : committedDate;
  return { tag: name, at, isPrerelease: false, commit: oid };
}

function newTag(
  { item, late }: News<Item>,
  repository: Repository,
  target: string,
  { evaluated }: Options,
): UpstreamEvent {
  const { tag } = item;
  return {
    id: `github-tag:${repository.databaseId}:${inId(tag)}`,
    source: 'github-tag',
    target,
    when: 'new-tag',
    summary: `${repository.nameWithOwner} has the tag ${plain(tag, 40)}.`,
    now: plain(tag, 200),
    ...(late && { late }),
    evidence: [
      ...evidenceOf(item, repository),
      ...(evaluated === undefined ? [] : [{ label: 'Evaluated', text: evaluated }]),
      ...renamed(repository, target),
    ],
  };
}

function movedTag(item: Item, repository: Repository, target: string): UpstreamEvent {
  const { tag, commit } = item;
  const short = commit.slice(0, 12);
  return {
    id: `github-tag:${repository.databaseId}:${inId(tag)}:${commit}`,
    source: 'github-tag',
    target,
    when: 'moved-tag',
    summary: `${plain(tag, 30)} of ${repository.nameWithOwner} now stands for ${short}.`,
    now: `${plain(tag, 150)} at ${short}`,
    evidence: [...evidenceOf(item, repository), ...renamed(repository, target)],
  };
}

function evidenceOf({ tag, at, commit }: Item, repository: Repository): UpstreamEvent['evidence'] {
  return [
    { label: 'Tag', text: plain(tag, 200), url: tagPage(repository, tag) },
    { label: 'Commit', text: commit, url: `${repository.url}/commit/${commit}` },
    ...(at === undefined ? [] : [{ label: 'Dated', text: at }]),
  ];
}
