import type * as z from 'zod';
import { getDocument, type DocumentRequest, type Reply } from './get-document.ts';
import type { Keeper } from './kept.ts';

/** A request for one JSON document of a known shape. */
export interface JsonRequest<T> extends Omit<DocumentRequest<T>, 'accept' | 'read' | 'keep' | 'mayBePage'> {
  /** Default: `application/json`. */
  accept?: string;
  schema: z.ZodType<T>;
  /** Where what is read is kept for conditional requests. */
  keep?: Keeper | undefined;
}

/** Asks for a JSON document and checks its shape; every way to fail is a value with a plain `why`. */
export function getJson<T>({ schema, keep, ...request }: JsonRequest<T>): Promise<Reply<T>> {
  return getDocument({
    accept: 'application/json',
    ...request,
    keep: keep && { ...keep, schema },
    read: (body) => readJson(body, schema),
  });
}

function readJson<T>(body: Uint8Array, schema: z.ZodType<T>): { value: T } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return { problem: 'something that is not JSON' };
  }
  const checked = schema.safeParse(json);
  if (checked.success) return { value: checked.data };
  const field = checked.error.issues[0]?.path.map(String).join('.').slice(0, 60);
  return { problem: field ? `an unexpected "${field}"` : 'JSON of another shape' };
}
