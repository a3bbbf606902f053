import type { Reply } from './get-document.ts';
import type { Outcome } from './source.ts';

type Unread = Exclude<Outcome, { kind: 'ok' }>;

/** What it means that an address on the web gave no document. `what` names it in the sentence. */
export function unread(reply: Exclude<Reply<unknown>, { kind: 'value' }>, what: string): Unread {
  if (reply.kind !== 'refused') return { kind: 'unknown', why: reply.why };
  if (reply.status === 404) return { kind: 'absent', why: `The site has no ${what} at this address.` };
  return reply.status === 410
    ? { kind: 'unknown', why: `The site says that the ${what} is gone for good.`, permanent: true }
    : { kind: 'unknown', why: reply.why };
}
