import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { isModelId } from './hf-names.ts';

/** Longer bodies are not read: a hint needs a few lines. */
export const LONGEST_HOOK = 100_000;

const Hook = z.object({
  repo: z.object({ type: z.string(), name: z.string().refine(isModelId) }),
  movedTo: z.object({ name: z.string().refine(isModelId) }).optional(),
});

/**
 * The models that a webhook of the Hub speaks of: a hint to look, nothing more. The Hub sends its secret as it is in
 * `X-Webhook-Secret`, with no signature over the body (hub-docs, docs/hub/webhooks.md), keeps no order and may stop.
 * `refused`: the secret is another. Undefined: it speaks of no model.
 */
export function readHubHook(
  given: string | undefined,
  secret: string,
  body: string,
): readonly string[] | 'refused' | undefined {
  if (!isSame(given ?? '', secret)) return 'refused';
  const { data } = Hook.safeParse(parsed(body));
  if (data?.repo.type !== 'model') return undefined;
  return [data.repo.name, ...(data.movedTo === undefined ? [] : [data.movedTo.name])];
}

// Hashes are of one length, so that the time says nothing of the secret's.
function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
