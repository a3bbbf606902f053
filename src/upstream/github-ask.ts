import DataLoader from 'dataloader';
import { getJson } from './get-json.ts';
import { GraphqlAnswer, isLimited, problemWithAll, readRepository, type Asked } from './github-answer.ts';
import type { Part, Repository } from './github-parts.ts';
import type { SourceTools } from './source.ts';

type Unknown = Extract<Asked<never>, { kind: 'unknown' }>;

/** GitHub's GraphQL as one token sees it, for one round. */
interface Door {
  loaders: Map<string, DataLoader<string, Asked<Repository>>>;
  /** Ends when nobody is asking any more: GitHub wants requests one after the other. */
  idle: Promise<unknown>;
  /** Set once GitHub has said that its limit is reached. */
  closed?: Unknown;
}

/**
 * Asks GitHub for one part of a repository, `owner/name`. All that ask in one round share requests of as many
 * repositories as the part allows, and each part of a repository is asked for once.
 */
export async function askGitHub<T extends Repository>(
  part: Part<T>,
  target: string,
  tools: SourceTools,
): Promise<Asked<T>> {
  if (!tools.token) {
    const why = "GitHub's GraphQL answers nobody without a token: set GITHUB_TOKEN.";
    return { kind: 'unknown', why, permanent: true };
  }
  return loaderOf(part, tools).load(target);
}

function loaderOf<T extends Repository>(part: Part<T>, tools: SourceTools): DataLoader<string, Asked<T>> {
  const doors = tools.shared('github-doors', () => new Map<string, Door>());
  // What one token may see is not told to another.
  const key = `${tools.endpoint} ${tools.token}`;
  const door = doors.get(key) ?? { loaders: new Map(), idle: Promise.resolve() };
  doors.set(key, door);
  const known = door.loaders.get(part.name);
  if (known) return known as DataLoader<string, Asked<T>>;
  const loader = new DataLoader<string, Asked<T>>(
    (targets) => inTurn(door, () => ask(part, targets, door, tools)),
    {
      maxBatchSize: part.batch,
      cacheKeyFn: (target) => target.toLowerCase(),
    },
  );
  door.loaders.set(part.name, loader);
  return loader;
}

function inTurn<T>(door: Door, run: () => Promise<T>): Promise<T> {
  const result = door.idle.then(run);
  door.idle = result.catch(() => {});
  return result;
}

async function ask<T extends Repository>(
  part: Part<T>,
  targets: readonly string[],
  door: Door,
  { http, endpoint, token }: SourceTools,
): Promise<Asked<T>[]> {
  const { closed } = door;
  if (closed) return targets.map(() => closed);
  const reply = await getJson({
    http,
    who: 'GitHub',
    what: part.what,
    url: `${endpoint}/graphql`,
    token,
    query: JSON.stringify(compose(part, targets)),
    schema: GraphqlAnswer,
    maxBytes: part.maxBytes,
  });
  if (reply.kind !== 'value') {
    const why =
      reply.kind === 'refused' && reply.status === 401 ? `${reply.why} Renew GITHUB_TOKEN.` : reply.why;
    const problem: Unknown = { kind: 'unknown', why };
    if (reply.kind === 'refused' && /\brate limit\b/i.test(reply.message)) door.closed = problem;
    return targets.map(() => problem);
  }
  const problem = problemWithAll(reply.value, part.what);
  if (problem && isLimited(reply.value)) door.closed = problem;
  return targets.map((target, at) => problem ?? readRepository(reply.value, `r${at}`, target, part));
}

/** What comes from a watch travels as a variable, never in the query's text. */
function compose<T extends Repository>(
  { name, fields }: Part<T>,
  targets: readonly string[],
): { query: string; variables: Record<string, string> } {
  const variables = targets.flatMap((target, at) => {
    const [owner = '', repo = ''] = target.split('/');
    return [
      [`o${at}`, owner],
      [`n${at}`, repo],
    ] as const;
  });
  const declared = variables.map(([variable]) => `$${variable}: String!`).join(', ');
  const asked = targets.map((_, at) => `r${at}: repository(owner: $o${at}, name: $n${at}) { ...part }`);
  const query = `query ${name}(${declared}) { ${asked.join('\n')} }
fragment part on Repository { databaseId nameWithOwner url isPrivate ${fields} }`;
  return { query, variables: Object.fromEntries(variables) };
}
