import * as z from 'zod';
import type { Part, Repository } from './github-parts.ts';
import { plain } from './github-words.ts';
import type { Outcome } from './source.ts';

const GraphqlError = z.object({
  type: z.string().optional(),
  message: z.string().default(''),
  path: z.array(z.union([z.string(), z.number()])).nullish(),
});
type GraphqlError = z.infer<typeof GraphqlError>;

/** A GraphQL answer, whole or in part. */
export const GraphqlAnswer = z
  .object({
    data: z.record(z.string(), z.unknown()).nullable().default(null),
    errors: z.array(GraphqlError).default([]),
  })
  .refine(({ data, errors }) => data !== null || errors.length > 0);
export type GraphqlAnswer = z.infer<typeof GraphqlAnswer>;

/** What GitHub says of one repository. */
export type Asked<T> = { kind: 'value'; value: T } | Exclude<Outcome, { kind: 'ok' }>;

type Unknown = Extract<Outcome, { kind: 'unknown' }>;

/** Why an answer says nothing at all; undefined where it says something of single repositories. */
export function problemWithAll({ data, errors }: GraphqlAnswer, what: string): Unknown | undefined {
  if (errors.some(isLimit)) {
    return unknown(`GitHub did not answer the request for ${what}: the limit of requests is reached.`);
  }
  // An error about no part in particular may be about any: a null beside it is no word of GitHub's.
  const error = errors.find(({ path }) => data === null || !path?.length);
  return error && unknown(`GitHub did not answer the request for ${what}: ${inWords(error)}.`);
}

/** Whether a limit is reached: further requests would only be refused, and are held against the token. */
export function isLimited({ errors }: GraphqlAnswer): boolean {
  return errors.some(isLimit);
}

/** Reads what an answer says of the repository under an alias. */
export function readRepository<T extends Repository>(
  { data, errors }: GraphqlAnswer,
  alias: string,
  target: string,
  { what, schema }: Part<T>,
): Asked<T> {
  const value = data?.[alias];
  const own = errors.filter(({ path }) => path?.[0] === alias);
  if (value === null && own.length > 0 && own.every(isNotFound)) return absent(target);
  const [error] = own.filter((each) => !isNotFound(each));
  // A null below an error is not known to be empty, so that one hole spoils the repository.
  if (error) return unknown(`GitHub did not tell ${what} of ${target}: ${inWords(error)}.`);
  if (value === null || value === undefined) return unknown(`GitHub said nothing of ${target}.`);
  const read = schema.safeParse(value);
  if (!read.success) {
    const field = read.error.issues[0]?.path.map(String).join('.').slice(0, 60);
    return unknown(`GitHub answered of ${target} with an unexpected "${field || 'repository'}".`);
  }
  // A private repository is there for the operator's token alone: it is told of as to a stranger.
  return read.data.isPrivate ? absent(target) : { kind: 'value', value: read.data };
}

// GitHub has called it both RATE_LIMITED and RATE_LIMIT.
function isLimit({ type = '' }: GraphqlError): boolean {
  return type.startsWith('RATE_LIMIT');
}

function isNotFound({ type, path }: GraphqlError): boolean {
  return type === 'NOT_FOUND' && path?.length === 1;
}

function inWords({ type, message }: GraphqlError): string {
  return (
    [type, message].flatMap((text) => (text ? [plain(text, 80).replace(/\.$/, '')] : [])).join(', ') ||
    'an error without words'
  );
}

function absent(target: string): Extract<Outcome, { kind: 'absent' }> {
  return { kind: 'absent', why: `GitHub shows no public repository ${target}: it is missing or private.` };
}

function unknown(why: string): Unknown {
  return { kind: 'unknown', why };
}
