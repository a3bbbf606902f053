import * as z from 'zod';
import { causeOf } from './client.ts';

/** Why GitHub did not say whether something is there. It never speaks against the page. */
export interface Trouble {
  verdict: 'rate-limited' | 'not-checked';
  reason: string;
  status: number | undefined;
}

const GraphqlError = z.object({
  type: z.string().optional(),
  message: z.string().default(''),
  path: z
    .array(z.union([z.string(), z.number()]))
    .nullish()
    .transform((path) => path ?? []),
});

/** One error inside a GraphQL answer; without a path it is about all of it. */
export type GraphqlError = z.output<typeof GraphqlError>;

/** What Octokit throws for an answer with errors. */
const Partial = z.object({
  name: z.literal('GraphqlResponseError'),
  data: z.record(z.string(), z.unknown()),
  errors: z.array(GraphqlError),
});

const Failure = z.object({
  status: z.number().optional(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.unknown()).optional() }).optional(),
  errors: z.array(GraphqlError).optional(),
});

/** What a GraphQL answer with errors says all the same. Undefined where it says nothing. */
export function partialAnswer(
  error: unknown,
): { data: Record<string, unknown>; errors: GraphqlError[] } | undefined {
  return Partial.safeParse(error).data;
}

/** The trouble with one part of an answer, or with all of it. */
export function troubleWith({ type = 'error', message }: GraphqlError): Trouble {
  if (isLimit(type)) return { verdict: 'rate-limited', reason: 'GitHub’s limit', status: undefined };
  return { verdict: 'not-checked', reason: `GitHub: ${type}: ${message.slice(0, 200)}`, status: undefined };
}

/** The trouble with a request that failed. Undefined where the fault is our own. */
export function troubleOf(error: unknown): Trouble | undefined {
  const { status, message, response, errors = [] } = Failure.safeParse(error).data ?? { message: '' };
  // Octokit's throttling makes an error of its own of a spent GraphQL limit, without a status.
  const isSpent = message === 'GraphQL Rate Limit Exceeded' || errors.some(({ type }) => isLimit(type ?? ''));
  if (isSpent || isRefusedForNow(status, message, response?.headers ?? {})) {
    return { verdict: 'rate-limited', reason: 'GitHub’s limit', status };
  }
  const cause = causeOf(error);
  return cause && { verdict: 'not-checked', reason: cause.cause, status: cause.status };
}

// GitHub has called it both RATE_LIMITED and RATE_LIMIT.
function isLimit(type: string): boolean {
  return type.startsWith('RATE_LIMIT');
}

// A secondary limit may come without any header that tells it from a lack of permission.
function isRefusedForNow(
  status: number | undefined,
  message: string,
  headers: Readonly<Record<string, unknown>>,
): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const isMarked = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
  return isMarked || /\brate limit\b/i.test(message);
}
