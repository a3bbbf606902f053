import DataLoader from 'dataloader';
import type { Reply } from './get-document.ts';
import type { Outcome, SourceTools } from './source.ts';

interface Wanted<T> {
  url: string;
  ask(): Promise<Reply<T>>;
}

/** Asks for a document once a round, however many looks of a source need it. */
export function askOnce<T>(tools: SourceTools, source: string, wanted: Wanted<T>): Promise<Reply<T>> {
  const loader = tools.shared(
    `${source} documents`,
    () =>
      new DataLoader<Wanted<T>, Reply<T>, string>((all) => Promise.all(all.map(({ ask }) => ask())), {
        batch: false,
        cacheKeyFn: ({ url }) => url,
      }),
  );
  return loader.load(wanted);
}

/** What it means for a look that there is no document; `missing` says what a 404 means. */
export function withoutDocument<T>(
  reply: Exclude<Reply<T>, { kind: 'value' }>,
  { url, missing }: { url: string; missing: string },
): Exclude<Outcome, { kind: 'ok' }> {
  if (reply.kind !== 'refused') return { kind: 'unknown', why: reply.why };
  if (reply.status === 404) return { kind: 'absent', why: missing, evidence: [{ label: 'Asked', url }] };
  const isFinal = reply.status === 410 || reply.status === 451;
  return { kind: 'unknown', why: reply.why, ...(isFinal && { permanent: true }) };
}
