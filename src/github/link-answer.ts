import * as z from 'zod';
import type { Group } from './link-question.ts';
import { troubleWith, type GraphqlError, type Trouble } from './link-trouble.ts';

const Facts = z.looseObject({
  nameWithOwner: z.string(),
  isArchived: z.boolean(),
  hasIssuesEnabled: z.boolean(),
});
const Named = z.object({ type: z.string() });

/** What GitHub says of a repository beside the thing asked for. */
export type Facts = z.infer<typeof Facts>;

/** What GitHub says of one thing. `missing` without facts: the repository itself, or the account. */
export type Sight =
  | { kind: 'there'; facts: Facts | undefined }
  | { kind: 'missing'; facts: Facts | undefined }
  | { kind: 'unclear'; trouble: Trouble };

/** Of an answer that is none of GitHub's: a proxy's, or a shape that we do not know. */
export const unexpected = {
  kind: 'unclear',
  trouble: { verdict: 'not-checked', reason: 'GitHub: unexpected answer', status: undefined },
} as const satisfies Sight;

/** A GraphQL answer, whole or in part: where `data` is null, `errors` may say why. */
export interface Answer {
  data: Record<string, unknown>;
  errors: readonly GraphqlError[];
}

/** Reads what an answer says of each question of a group; `alias` is the group's. */
export function readGroup(answer: Answer, alias: string, { repo, asked }: Group): Sight[] {
  const value = answer.data[alias];
  if (repo === undefined) return asked.map(() => readAccount(answer, alias));
  if (value === null) {
    // Of a repository GitHub says in words that it is not there.
    return asked.map(() => absent(answer, [alias]) ?? unexpected);
  }
  const facts = Facts.safeParse(value);
  if (!facts.success) return asked.map(() => unexpected);
  return asked.map(({ field }, at) => {
    if (!field) return { kind: 'there', facts: facts.data };
    const types = field.kind === 'object' ? field.types : undefined;
    return readField(answer, [alias, `f${at}`], facts.data, types);
  });
}

function readAccount(answer: Answer, alias: string): Sight {
  const value = answer.data[alias];
  if (value === null) return absent(answer, [alias]) ?? { kind: 'missing', facts: undefined };
  return Named.safeParse(value).success ? { kind: 'there', facts: undefined } : unexpected;
}

function readField(
  answer: Answer,
  [group, field]: [string, string],
  facts: Facts,
  types: readonly string[] | undefined,
): Sight {
  const value = facts[field];
  if (value === null) return absent(answer, [group, field], facts) ?? { kind: 'missing', facts };
  const named = Named.safeParse(value);
  if (!named.success) return unexpected;
  return { kind: types === undefined || types.includes(named.data.type) ? 'there' : 'missing', facts };
}

/** What the errors say of a null at this path: not there, or not told. Undefined where there are none about it. */
function absent({ errors }: Answer, path: readonly string[], facts?: Facts): Sight | undefined {
  const own = errors.find(
    (error) => error.path.length > 0 && path.every((part, at) => error.path[at] === part),
  );
  if (own?.type === 'NOT_FOUND') return { kind: 'missing', facts };
  // An error about no part in particular may be about any: what is null beside it is not known to be missing.
  const relevant = own ?? errors.find((error) => error.path.length === 0);
  return relevant && { kind: 'unclear', trouble: troubleWith(relevant) };
}
