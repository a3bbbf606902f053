import * as z from 'zod';

/** In UTC, as GitHub's `DateTime` is. */
const moment = z.iso.datetime();

// git-check-ref-format allows no space and no control character.
const tagName = z
  .string()
  .max(300)
  .regex(/^[^\p{Cc}\p{Cs}\p{Z}]+$/u);

const Repository = z.object({
  databaseId: z.int().positive(),
  nameWithOwner: z.string().regex(/^[\w-]{1,100}\/[\w.-]{1,100}$/),
  url: z.url({ protocol: /^https?$/ }).max(400),
  isPrivate: z.boolean(),
});

const RepositoryFacts = Repository.extend({
  isArchived: z.boolean(),
  archivedAt: moment.nullable(),
  pushedAt: moment.nullable(),
  licenseInfo: z
    .object({
      spdxId: z
        .string()
        .regex(/^[\w.+-]{1,100}$/)
        .nullable(),
    })
    .nullable(),
});

const pageInfo = z.object({ hasNextPage: z.boolean() });

const Release = z.object({
  tagName,
  isDraft: z.boolean(),
  isPrerelease: z.boolean(),
  publishedAt: moment.nullable(),
  description: z.string().nullish(),
});

const WithReleases = Repository.extend({ releases: z.object({ pageInfo, nodes: z.array(Release) }) });

const GitObject = z.object({
  oid: z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/),
  committedDate: moment.optional(),
});

const Tag = z.object({
  name: tagName,
  target: GitObject.extend({
    tagger: z.object({ date: z.iso.datetime({ offset: true }) }).nullish(),
    target: GitObject.optional(),
  }),
});

const WithTags = Repository.extend({ refs: z.object({ pageInfo, nodes: z.array(Tag) }) });

/** What every part says of a repository. */
export type Repository = z.infer<typeof Repository>;
export type RepositoryFacts = z.infer<typeof RepositoryFacts>;
export type Release = z.infer<typeof Release>;
export type Tag = z.infer<typeof Tag>;

/** A part of what GitHub knows of a repository, that is asked for by itself. */
export interface Part<T extends Repository> {
  name: string;
  /** As it stands in sentences. */
  what: string;
  /** In GraphQL, beside the fields of `Repository`. */
  fields: string;
  schema: z.ZodType<T>;
  /** The most repositories in one request. */
  batch: number;
  maxBytes: number;
}

/** Of the releases or tags of a repository. */
const WINDOW = 50;

// There is no order by day of publication, and the default is not documented. By creation, a draft that was prepared
// long ago and a back-port stand further down, but within the window.
function releases(first: number, more: string): string {
  return `releases(first: ${first}, orderBy: { field: CREATED_AT, direction: DESC }) {
    pageInfo { hasNextPage }
    nodes { tagName isDraft isPrerelease publishedAt ${more} }
  }`;
}

export const factsPart: Part<RepositoryFacts> = {
  name: 'facts',
  what: 'the facts of repositories',
  fields: 'isArchived archivedAt pushedAt licenseInfo { spdxId }',
  schema: RepositoryFacts,
  batch: 40,
  maxBytes: 1_000_000,
};

export const releasesPart: Part<z.infer<typeof WithReleases>> = {
  name: 'releases',
  what: 'releases',
  fields: releases(WINDOW, ''),
  schema: WithReleases,
  batch: 40,
  maxBytes: 2_000_000,
};

// A release's notes are up to 125,000 characters.
export const notesPart: Part<z.infer<typeof WithReleases>> = {
  name: 'notes',
  what: 'releases and their notes',
  fields: releases(30, 'description'),
  schema: WithReleases,
  batch: 4,
  maxBytes: 20_000_000,
};

export const tagsPart: Part<z.infer<typeof WithTags>> = {
  name: 'tags',
  what: 'tags',
  fields: `refs(refPrefix: "refs/tags/", first: ${WINDOW}, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
    pageInfo { hasNextPage }
    nodes {
      name
      target {
        oid
        ... on Commit { committedDate }
        ... on Tag { tagger { date } target { oid ... on Commit { committedDate } } }
      }
    }
  }`,
  schema: WithTags,
  batch: 40,
  maxBytes: 2_000_000,
};
