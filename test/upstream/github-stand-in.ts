import { buildSchema, GraphQLError, graphqlSync } from 'graphql';
import type { Source } from '../../src/upstream/source.ts';
import { startStandIn, type Said, type SeenRequest, type StandIn } from './stand-in.ts';

/** A release as it is put on the stand-in; what is left out is made up. */
export interface GitHubRelease {
  tagName: string;
  publishedAt?: string | null;
  /** Of the commit: GitHub orders by it. */
  createdAt?: string;
  isDraft?: boolean;
  isPrerelease?: boolean;
  description?: string | null;
}

/** A tag as it is put on the stand-in: of a commit, unless it says otherwise. */
export interface GitHubTag {
  name: string;
  oid?: string;
  committedDate?: string;
  /** Makes it an annotated one. */
  taggedAt?: string;
  /** It stands for a file, as `junio-gpg-pub` does in git's own repository. */
  isBlob?: boolean;
}

/** A repository as it is put on the stand-in. */
export interface GitHubRepository {
  databaseId?: number;
  isPrivate?: boolean;
  isArchived?: boolean;
  archivedAt?: string | null;
  pushedAt?: string | null;
  /** Null: without a license. `spdxId` null: one without a name. */
  licenseInfo?: { spdxId: string | null } | null;
  releases?: readonly GitHubRelease[];
  tags?: readonly GitHubTag[];
}

/** One error in an answer, as GitHub writes it: the type stands beside the message. */
interface WrittenError {
  type?: string;
  message: string;
}

/** GitHub's GraphQL on loopback. */
export interface GitHub extends StandIn {
  set(nameWithOwner: string, repository?: GitHubRepository): void;
  remove(nameWithOwner: string): void;
  /** The old name leads to the new one from now on. */
  move(from: string, to: string): void;
  /** GitHub answers for this repository with an error of this type; at one of its fields where that is named. */
  refuse(nameWithOwner: string, error: WrittenError, field?: string): void;
  /** What it says to everything in place of an answer. */
  say(said: Said | undefined): void;
  /** Puts the whole answer differently. */
  rewrite(change: (data: Record<string, Record<string, unknown> | null>) => unknown): void;
}

const schema = buildSchema(`
  scalar DateTime
  scalar GitObjectID
  scalar GitTimestamp
  scalar URI
  enum OrderDirection { ASC DESC }
  enum ReleaseOrderField { CREATED_AT NAME }
  enum RefOrderField { ALPHABETICAL TAG_COMMIT_DATE }
  input ReleaseOrder { direction: OrderDirection!, field: ReleaseOrderField! }
  input RefOrder { direction: OrderDirection!, field: RefOrderField! }

  type Query { repository(followRenames: Boolean = true, name: String!, owner: String!): Repository }

  type Repository {
    archivedAt: DateTime
    databaseId: Int
    isArchived: Boolean!
    isPrivate: Boolean!
    licenseInfo: License
    nameWithOwner: String!
    pushedAt: DateTime
    refs(after: String, first: Int, orderBy: RefOrder, query: String, refPrefix: String!): RefConnection
    releases(after: String, first: Int, orderBy: ReleaseOrder): ReleaseConnection!
    url: URI!
  }

  type License { spdxId: String }
  type PageInfo { endCursor: String, hasNextPage: Boolean! }
  type ReleaseConnection { nodes: [Release], pageInfo: PageInfo!, totalCount: Int! }
  type RefConnection { nodes: [Ref], pageInfo: PageInfo!, totalCount: Int! }

  type Release {
    createdAt: DateTime!
    databaseId: Int
    description: String
    isDraft: Boolean!
    isPrerelease: Boolean!
    name: String
    publishedAt: DateTime
    tagName: String!
    url: URI!
  }

  type Ref { name: String!, prefix: String!, target: GitObject }
  interface GitObject { oid: GitObjectID! }
  type Blob implements GitObject { oid: GitObjectID!, byteSize: Int! }
  type Commit implements GitObject { oid: GitObjectID!, committedDate: DateTime! }
  type Tag implements GitObject { oid: GitObjectID!, tagger: GitActor, target: GitObject! }
  type GitActor { date: GitTimestamp }
`);

type Shelved = GitHubRepository & { nameWithOwner: string; databaseId: number };
type Data = Record<string, Record<string, unknown> | null>;

const DAY = '2026-06-01T08:00:00Z';

/** Starts a GitHub without repositories. */
export async function startGitHub(): Promise<GitHub> {
  const shelf = new Map<string, Shelved>();
  const moves = new Map<string, string>();
  const refusals = new Map<string, { error: WrittenError; field: string | undefined }>();
  let said: Said | undefined;
  let change: ((data: Data) => unknown) | undefined;
  let lastId = 599_547_517;

  function repository({ owner, name }: { owner: string; name: string }): unknown {
    const asked = `${owner}/${name}`.toLowerCase();
    const refusal = refusals.get(asked);
    if (refusal?.field === undefined && refusal) throw written(refusal.error);
    const found = shelf.get(moves.get(asked) ?? asked);
    if (!found) {
      const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
      throw written({ type: 'NOT_FOUND', message });
    }
    const fields = fieldsOf(found);
    if (refusal?.field === undefined) return fields;
    return {
      ...fields,
      [refusal.field]: () => {
        throw written(refusal.error);
      },
    };
  }

  function answer(url: URL, request: SeenRequest): Said | undefined {
    if (url.pathname !== '/graphql' || request.method !== 'POST') return undefined;
    if (said) return said;
    if (!request.authorization)
      return { status: 401, body: { message: 'This endpoint requires you to be authenticated.' } };
    const { query, variables } = JSON.parse(request.body) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const { data, errors } = graphqlSync({
      schema,
      source: query,
      rootValue: { repository },
      variableValues: variables,
    });
    const body = {
      ...(data && { data: change ? change(structuredClone(data) as Data) : data }),
      ...(errors && { errors: errors.map(inGitHubsWords) }),
    };
    return { body };
  }

  return {
    ...(await startStandIn(answer)),
    set(nameWithOwner, given = {}) {
      const key = nameWithOwner.toLowerCase();
      const databaseId = given.databaseId ?? shelf.get(key)?.databaseId ?? (lastId += 1);
      shelf.set(key, { ...given, nameWithOwner, databaseId });
    },
    remove(nameWithOwner) {
      shelf.delete(nameWithOwner.toLowerCase());
    },
    move(from, to) {
      const found = shelf.get(from.toLowerCase());
      if (!found) throw new Error(`There is no ${from}.`);
      shelf.delete(from.toLowerCase());
      shelf.set(to.toLowerCase(), { ...found, nameWithOwner: to });
      moves.set(from.toLowerCase(), to.toLowerCase());
    },
    refuse(nameWithOwner, error, field) {
      refusals.set(nameWithOwner.toLowerCase(), { error, field });
    },
    say(what) {
      said = what;
    },
    rewrite(how) {
      change = how;
    },
  };
}

/** The suite looks without a token, which this GitHub is never asked without. */
export function withToken<T>(source: Source<T>): Source<T> {
  const { facts } = source;
  return {
    ...source,
    look: (ask, tools) => source.look(ask, { ...tools, token: tools.token ?? 'ghs_operator' }),
    ...(facts && {
      facts: {
        ...facts,
        tell: (ask, tools) => facts.tell(ask, { ...tools, token: tools.token ?? 'ghs_operator' }),
      },
    }),
  };
}

/** The variables of a request, in their order. */
export function askedOf({ body }: SeenRequest): string[] {
  const { variables } = JSON.parse(body) as { variables: Record<string, string> };
  return Object.keys(variables)
    .filter((name) => name.startsWith('o'))
    .map((name) => `${variables[name]}/${variables[name.replace('o', 'n')]}`);
}

function fieldsOf(repository: Shelved): Record<string, unknown> {
  const { nameWithOwner, releases = [], tags = [] } = repository;
  return {
    isPrivate: false,
    isArchived: false,
    archivedAt: null,
    pushedAt: DAY,
    licenseInfo: { spdxId: 'Apache-2.0' },
    ...repository,
    url: `https://github.com/${nameWithOwner}`,
    releases: ({ first }: { first: number }) => {
      const all = releases
        .map(releaseFields)
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
      return pageOf(all, first);
    },
    refs: ({ first }: { first: number }) => {
      const all = [...tags].sort((one, other) => (dateOf(one) < dateOf(other) ? 1 : -1));
      return pageOf(all.map(tagFields), first);
    },
  };
}

function pageOf(all: readonly unknown[], first: number): unknown {
  return {
    nodes: all.slice(0, first),
    totalCount: all.length,
    pageInfo: { hasNextPage: all.length > first },
  };
}

function releaseFields(release: GitHubRelease): GitHubRelease & { createdAt: string } {
  const { publishedAt = DAY } = release;
  return {
    isDraft: false,
    isPrerelease: false,
    description: null,
    createdAt: publishedAt ?? DAY,
    ...release,
    publishedAt,
  };
}

function dateOf({ committedDate = DAY, isBlob }: GitHubTag): string {
  return isBlob ? '' : committedDate;
}

function tagFields({
  name,
  oid = 'c'.repeat(40),
  committedDate = DAY,
  taggedAt,
  isBlob,
}: GitHubTag): unknown {
  if (isBlob) return { name, target: { __typename: 'Blob', oid } };
  const commit = { __typename: 'Commit', oid, committedDate };
  const target = taggedAt
    ? { __typename: 'Tag', oid: 'a'.repeat(40), tagger: { date: taggedAt }, target: commit }
    : commit;
  return { name, target };
}

function written({ type, message }: WrittenError): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

function inGitHubsWords({ message, path, locations, extensions }: GraphQLError): unknown {
  const { type } = extensions;
  return { ...(type !== undefined && { type }), ...(path && { path }), locations, message };
}
