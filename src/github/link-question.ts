/** One thing to ask of GitHub: an account, a repository, or something in a repository. */
export type Question =
  | { owner: string; repo?: undefined }
  | { owner: string; repo: string; field: Field | undefined };

/** Something in a repository. */
export type Field =
  | { kind: 'object'; expression: string; types: readonly ('Blob' | 'Tree' | 'Commit')[] }
  | { kind: 'issue'; number: number }
  | { kind: 'tag'; tag: string };

/** Questions about one repository, or one account; `index` is the question's place among all. */
export interface Group {
  owner: string;
  repo: string | undefined;
  asked: { field: Field | undefined; index: number }[];
}

/** A GraphQL query for some groups: the alias of a group is `g0`, of a field in it `f0`. */
export interface Query {
  query: string;
  variables: Record<string, string>;
}

// One lookup costs GitHub no connection, so a hundred are one point; above that, its ten seconds come into sight.
const LOOKUPS_PER_QUERY = 100;

/** Puts questions about one repository together, and packs the groups for as few queries as there can be. */
export function packQuestions(questions: readonly Question[]): Group[][] {
  const packs: Group[][] = [];
  let room = 0;
  for (const group of groupsOf(questions).flatMap(inPieces)) {
    const size = group.asked.length + 1;
    const last = packs.at(-1);
    if (last && size <= room) last.push(group);
    else packs.push([group]);
    room = (last && size <= room ? room : LOOKUPS_PER_QUERY) - size;
  }
  return packs;
}

function groupsOf(questions: readonly Question[]): Group[] {
  const groups = new Map<string, Group>();
  for (const [index, question] of questions.entries()) {
    const { owner, repo } = question;
    const key = `${owner}/${repo ?? ''}`.toLowerCase();
    const group = groups.get(key) ?? { owner, repo, asked: [] };
    group.asked.push({ field: question.repo === undefined ? undefined : question.field, index });
    groups.set(key, group);
  }
  return [...groups.values()];
}

function inPieces({ asked, ...group }: Group): Group[] {
  const most = LOOKUPS_PER_QUERY - 1;
  return Array.from({ length: Math.ceil(asked.length / most) }, (_, piece) => ({
    ...group,
    asked: asked.slice(piece * most, (piece + 1) * most),
  }));
}

/** Words a query. Whatever comes from an address travels as a variable, never in the query's text. */
export function composeQuery(groups: readonly Group[]): Query {
  const values: string[] = [];
  function bind(value: string): string {
    values.push(value);
    return `$v${values.length - 1}`;
  }
  const parts = groups.map(({ owner, repo, asked }, group) => {
    if (repo === undefined) return `g${group}: repositoryOwner(login: ${bind(owner)}) { type: __typename }`;
    const names = `owner: ${bind(owner)}, name: ${bind(repo)}`;
    const fields = asked.flatMap(({ field }, index) => (field ? `f${index}: ${fieldText(field, bind)}` : []));
    return `g${group}: repository(${names}) { nameWithOwner isArchived hasIssuesEnabled ${fields.join(' ')} }`;
  });
  const declared = values.map((_, index) => `$v${index}: String!`).join(', ');
  const variables = Object.fromEntries(values.map((value, index) => [`v${index}`, value]));
  return { query: `query links(${declared}) { ${parts.join('\n')} }`, variables };
}

function fieldText(field: Field, bind: (value: string) => string): string {
  switch (field.kind) {
    case 'object':
      return `object(expression: ${bind(field.expression)}) { type: __typename }`;
    case 'issue':
      return `issueOrPullRequest(number: ${field.number}) { type: __typename }`;
    case 'tag':
      // A published release always has its tag; without it GitHub makes the release a draft.
      return `ref(qualifiedName: ${bind(`refs/tags/${field.tag}`)}) { type: __typename }`;
    default:
      return field satisfies never;
  }
}
