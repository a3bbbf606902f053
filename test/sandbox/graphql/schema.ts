import { buildSchema } from 'graphql';

/** The part of GitHub's schema that is answered here: its names, its nullability. */
export const schema = buildSchema(`
  scalar DateTime
  scalar GitObjectID
  scalar URI

  type Query {
    rateLimit(dryRun: Boolean = false): RateLimit
    repository(followRenames: Boolean = true, name: String!, owner: String!): Repository
    repositoryOwner(login: String!): RepositoryOwner
  }

  type Mutation {
    createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload
  }

  scalar Base64String

  scalar BigInt

  input CreateCommitOnBranchInput {
    branch: CommittableBranch!
    clientMutationId: String
    expectedHeadOid: GitObjectID!
    fileChanges: FileChanges
    message: CommitMessage!
  }

  input CommittableBranch {
    branchName: String
    id: ID
    repositoryNameWithOwner: String
  }

  input CommitMessage {
    body: String = ""
    headline: String!
  }

  input FileChanges {
    additions: [FileAddition!] = []
    deletions: [FileDeletion!] = []
  }

  input FileAddition {
    contents: Base64String!
    path: String!
  }

  input FileDeletion {
    path: String!
  }

  type CreateCommitOnBranchPayload {
    clientMutationId: String
    commit: Commit
    ref: Ref
  }

  type RateLimit {
    cost: Int!
    limit: Int!
    nodeCount: Int!
    remaining: Int!
    resetAt: DateTime!
    used: Int!
  }

  type Repository {
    databaseId: Int
    defaultBranchRef: Ref
    hasIssuesEnabled: Boolean!
    id: ID!
    isArchived: Boolean!
    isDisabled: Boolean!
    isEmpty: Boolean!
    isFork: Boolean!
    isPrivate: Boolean!
    issue(number: Int!): Issue
    issueOrPullRequest(number: Int!): IssueOrPullRequest
    name: String!
    nameWithOwner: String!
    object(expression: String, oid: GitObjectID): GitObject
    pullRequest(number: Int!): PullRequest
    pushedAt: DateTime
    ref(qualifiedName: String!): Ref
    url: URI!
  }

  interface Actor {
    login: String!
    url: URI!
  }

  type Bot implements Actor {
    databaseId: Int
    id: ID!
    login: String!
    url: URI!
  }

  interface RepositoryOwner {
    id: ID!
    login: String!
    url: URI!
  }

  type Organization implements Actor & RepositoryOwner {
    databaseId: Int
    id: ID!
    login: String!
    url: URI!
  }

  type User implements Actor & RepositoryOwner {
    databaseId: Int
    id: ID!
    login: String!
    url: URI!
  }

  union IssueOrPullRequest = Issue | PullRequest

  type Issue {
    body: String!
    editor: Actor
    id: ID!
    number: Int!
    title: String!
    updatedAt: DateTime!
    url: URI!
  }

  type PullRequest {
    id: ID!
    number: Int!
    reviewThreads(after: String, first: Int): PullRequestReviewThreadConnection!
    title: String!
    url: URI!
  }

  type PageInfo {
    endCursor: String
    hasNextPage: Boolean!
  }

  type PullRequestReviewThreadConnection {
    nodes: [PullRequestReviewThread]
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type PullRequestReviewThread {
    comments(first: Int): PullRequestReviewCommentConnection!
    id: ID!
    isOutdated: Boolean!
    isResolved: Boolean!
    line: Int
    path: String!
  }

  type PullRequestReviewCommentConnection {
    nodes: [PullRequestReviewComment]
    totalCount: Int!
  }

  type PullRequestReviewComment {
    body: String!
    fullDatabaseId: BigInt
    id: ID!
    viewerDidAuthor: Boolean!
  }

  type Ref {
    id: ID!
    name: String!
    prefix: String!
    target: GitObject
  }

  interface GitObject {
    abbreviatedOid: String!
    id: ID!
    oid: GitObjectID!
  }

  type Blob implements GitObject {
    abbreviatedOid: String!
    byteSize: Int!
    id: ID!
    isBinary: Boolean
    isTruncated: Boolean!
    oid: GitObjectID!
    text: String
  }

  type Commit implements GitObject {
    abbreviatedOid: String!
    authoredDate: DateTime!
    committedDate: DateTime!
    file(path: String!): TreeEntry
    id: ID!
    message: String!
    messageHeadline: String!
    oid: GitObjectID!
    tree: Tree!
  }

  type Tree implements GitObject {
    abbreviatedOid: String!
    entries: [TreeEntry!]
    id: ID!
    oid: GitObjectID!
  }

  type TreeEntry {
    mode: Int!
    name: String!
    object: GitObject
    oid: GitObjectID!
    path: String
    size: Int!
    type: String!
  }
`);
