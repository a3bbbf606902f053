import { type KnownPage, READ_AGAIN_AFTER_MS, settleChange, type PageRead } from '../domain/page-settle.ts';
import { tierOf } from '../domain/verdict.ts';
import type { HttpAnswer } from '../http/http.ts';
import type { CheckTools } from './check.ts';
import { jitteredDelay } from './delay.ts';
import { htmlOf } from './html.ts';
import { ask, type Seen, type Target } from './look.ts';
import { mainText } from './page-text.ts';

/** What a page says now, and whether that is something else than it said before. */
export interface Said {
  known: KnownPage | undefined;
  changed: boolean;
}

/** Compares what a page says with what is remembered of it. What looks changed is read a second time, a while later. */
export async function compareText(target: Target, seen: Seen, tools: CheckTools): Promise<Said> {
  const { said: known, values } = target;
  const unknown = { known, changed: false };
  const read = tierOf(seen.result.verdict) === 'ok' ? readOf(seen.answer, seen.result.checkedAt) : undefined;
  if (read === undefined) return unknown;
  let settled = settleChange(known, values, read);
  if (settled.kind === 'read-again') {
    const again = await readAgain(target, tools);
    if (again === undefined) return unknown;
    settled = settleChange(known, values, read, again);
  }
  return settled.kind === 'read-again'
    ? unknown
    : { known: settled.known, changed: settled.kind === 'changed' };
}

async function readAgain(target: Target, tools: CheckTools): Promise<PageRead | undefined> {
  const { host, turn } = target;
  turn?.sleeps();
  await (tools.delay ?? jitteredDelay)(tools.confirmAfterMs ?? READ_AGAIN_AFTER_MS, host.leave);
  if (host.leave.aborted) return undefined;
  const answer = await ask(target, target.page, tools, { 'cache-control': 'no-cache' });
  return readOf(answer, tools.now());
}

function readOf(answer: HttpAnswer, at: number): PageRead | undefined {
  // A 304 says that nothing has changed.
  if (answer.kind === 'failure' || answer.status < 200 || answer.status > 299) return undefined;
  const html = htmlOf(answer);
  const text = html === undefined ? undefined : mainText(html);
  return text === undefined ? undefined : { text, at, cut: answer.truncated };
}
