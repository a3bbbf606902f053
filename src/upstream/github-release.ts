import * as z from 'zod';
import type { UpstreamEvent } from '../domain/event.ts';
import type { Asked } from './github-answer.ts';
import { askGitHub } from './github-ask.ts';
import { choiceOptions, choose, newestOf, problemWithChoice, type Candidate } from './github-choice.ts';
import { newsAmong, type News } from './github-news.ts';
import { notesPart, releasesPart, type Release, type Repository } from './github-parts.ts';
import { problemWithRepository } from './github-target.ts';
import { inId, plain, renamed, tagPage } from './github-words.ts';
import { compileRegex } from './regex.ts';
import type { Ask, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';

const Options = z.strictObject({
  ...choiceOptions,
  /** Holds against a release's notes. */
  bodyMatches: z
    .string()
    .refine((text) => compileRegex(text) !== undefined, {
      error: 'Write a regular expression of RE2 between slashes, of at most 200 characters: /supports M3/i.',
    })
    .optional(),
});
type Options = z.infer<typeof Options>;

type Item = Candidate & Pick<Release, 'description'>;

/** What is published of a repository, and what of it the watch waits for, the newest first. */
interface Seen {
  repository: Repository;
  published: readonly Item[];
  chosen: readonly Item[];
}

/** Releases of a repository on GitHub. */
export const githubRelease: Source<Options> = {
  name: 'github-release',
  conditions: { 'new-release': { kind: 'edge' } },
  options: Options,
  problemWithTarget: problemWithRepository,
  problemWithOptions: (_when, options) => problemWithChoice(options),
  look,
  facts: { names: ['latest'], tell },
};

async function look({ target, options }: Ask<Options>, tools: SourceTools): Promise<Outcome> {
  const asked = await see(target, options, tools);
  if (asked.kind !== 'value') return asked;
  const { repository, published, chosen } = asked.value;
  const news = newsAmong(chosen, published, options, tools.today);
  return { kind: 'ok', events: news.map((each) => eventOf(each, repository, target, options)) };
}

async function tell({ target, options }: FactAsk<Options>, tools: SourceTools): Promise<Told> {
  const asked = await see(target, options, tools);
  if (asked.kind !== 'value') return asked;
  const { repository, chosen } = asked.value;
  const newest = newestOf(chosen);
  const evidence = newest
    ? { label: 'Release', text: plain(newest.tag, 200), url: tagPage(repository, newest.tag) }
    : { label: 'Releases', text: 'none that the watch waits for', url: `${repository.url}/releases` };
  return {
    kind: 'ok',
    value: newest ? newest.tag : null,
    evidence: [evidence, ...renamed(repository, target)],
  };
}

async function see(target: string, options: Options, tools: SourceTools): Promise<Asked<Seen>> {
  const regex = options.bodyMatches === undefined ? undefined : compileRegex(options.bodyMatches);
  const asked = await askGitHub(regex ? notesPart : releasesPart, target, tools);
  if (asked.kind !== 'value') return asked;
  const { nodes, pageInfo } = asked.value.releases;
  const published = nodes.flatMap(itemOf);
  const chosen = choose({ listed: published, isWhole: !pageInfo.hasNextPage }, options);
  const matching = regex ? chosen.filter(({ description }) => regex.matches(description ?? '')) : chosen;
  return { kind: 'value', value: { repository: asked.value, published, chosen: matching } };
}

// To those who may write, GitHub shows drafts, too.
function itemOf({ tagName, isDraft, isPrerelease, publishedAt, description }: Release): Item[] {
  return isDraft || publishedAt === null
    ? []
    : [{ tag: tagName, at: publishedAt, isPrerelease, description }];
}

function eventOf(
  { item, late }: News<Item>,
  repository: Repository,
  target: string,
  { evaluated }: Options,
): UpstreamEvent {
  const { tag, at = '', isPrerelease } = item;
  const evidence = [
    { label: 'Release', text: plain(tag, 200), url: tagPage(repository, tag) },
    { label: 'Published', text: at },
    ...(isPrerelease ? [{ label: 'Prerelease', text: 'yes' }] : []),
    ...(evaluated === undefined ? [] : [{ label: 'Evaluated', text: evaluated }]),
    ...renamed(repository, target),
  ];
  return {
    // By the tag: a release that is deleted and published again under the same one is no news.
    id: `github-release:${repository.databaseId}:${inId(tag)}`,
    source: 'github-release',
    target,
    when: 'new-release',
    summary: `${repository.nameWithOwner} has released ${plain(tag, 40)}.`,
    now: plain(tag, 200),
    ...(late && { late }),
    evidence,
  };
}
