import { askedBy, NOTHING_ASKED, type Asked } from '../domain/asked.ts';
import { isClosing, isSameTick, memoAfter, type Box, type Tick, type TickHint } from '../domain/box.ts';
import { dayOf } from '../domain/day.ts';
import type { Person } from '../domain/person.ts';
import type { Present } from '../domain/plan.ts';
import { causeOf, type GitHub, type Slug } from '../github/client.ts';
import { closeIssue, readLastEdit, readOwnIssue, updateIssue, type LastEdit } from '../github/issues.ts';
import { mayWrite } from '../github/permission.ts';
import { boxesIn, tickedBoxes, withEmptyBoxes } from '../render/box.ts';
import { tickedBody } from '../render/issue.ts';
import { readIssueMarker } from '../render/marker.ts';
import { tickDead } from './tick-dead.ts';
import { tickStale } from './tick-stale.ts';
import type { Ticked, TicksOutcome } from './ticked.ts';
import { todayOf, type Tools } from './tools.ts';

/**
 * Does what the ticked boxes of an issue ask for, if whoever edited it last may write to the repository. `hints`: what
 * webhooks said was ticked.
 */
export async function runTicks(
  github: GitHub,
  slug: Slug,
  number: number,
  hints: readonly TickHint[],
  tools: Tools,
): Promise<TicksOutcome> {
  const own = await readOwnIssue(github, slug, number, tools.appId);
  if (own === undefined) return { kind: 'idle', why: 'the bot keeps no boxes there' };
  const edit = await readLastEdit(github, slug, number);
  const memo = readIssueMarker(edit.body);
  const asked = askedFor(edit, hints);
  if (!memo || asked === undefined) return { kind: 'idle', why: 'nothing is ticked' };
  const { body } = edit;
  const { person, ticks, at } = asked;
  if (person === undefined || !(await mayWrite(github, slug, person.login))) {
    await updateIssue(github, slug, number, { body: withEmptyBoxes(body) }, false);
    return { kind: 'undone', by: person?.login };
  }
  const on = dayOf(Math.min(at, tools.now()));
  const ticked: Ticked = { number, body, memo, ticks, by: person, on };
  const closing = ticks.map(({ deed }) => deed).find(isClosing);
  if (closing !== undefined) return await closeFor(github, slug, ticked, closing, tools);
  if (memo.kind === 'dashboard') return { kind: 'asked', asked: askedBy(person.login, ticks) };
  if (memo.kind === 'stale') return await tickStale(github, slug, ticked, tools);
  if (memo.kind === 'dead-sources') return await tickDead(github, slug, ticked, tools);
  return { kind: 'idle', why: 'nothing that such an issue offers is ticked' };
}

/** How long after a tick the bot may have written over it without having read it. */
const OVERWRITTEN_MS = 10 * 60_000;

// GitHub has no "write if unchanged": between its reading and its writing the bot may have emptied a box that somebody
// had just ticked. The webhook of that tick then is all that is left of it.
function askedFor(
  { body, person, updatedAt }: LastEdit,
  hints: readonly TickHint[],
): { person: Person | undefined; ticks: Tick[]; at: number } | undefined {
  const ticks = tickedBoxes(body);
  if (ticks.length > 0) return { person, ticks, at: updatedAt };
  // A person who edited it since has seen the box empty.
  if (person !== undefined) return undefined;
  const present = boxesIn(body);
  const lost = hints.filter(
    ({ tick, at }) => updatedAt - at < OVERWRITTEN_MS && present.some((one) => isSameTick(one, tick)),
  );
  const [first] = lost;
  return first && { person: first.by, ticks: lost.map(({ tick }) => tick), at: first.at };
}

async function closeFor(
  github: GitHub,
  slug: Slug,
  { number, body, memo, by }: Ticked,
  box: Box,
  tools: Tools,
): Promise<TicksOutcome> {
  const after = memoAfter(memo, box, todayOf(tools));
  await closeIssue(github, slug, number, tickedBody(body, box, by.login, after), box);
  return { kind: 'done', box, by: by.login };
}

/**
 * Does what was asked for while nobody listened, in any of these issues. Where `changed` is false they are still as they
 * were listed. `asked`: what the sweep is to do.
 */
export async function catchUpTicks(
  github: GitHub,
  slug: Slug,
  present: readonly Present[],
  tools: Tools,
): Promise<{ changed: boolean; asked: Asked }> {
  const ticked = present.filter(({ body }) => tickedBoxes(body).length > 0);
  let changed = false;
  let asked = NOTHING_ASKED;
  for (const { number } of ticked) {
    try {
      const outcome = await runTicks(github, slug, number, [], tools);
      if (outcome.kind === 'asked') asked = outcome.asked;
      else changed = true;
      tools.log.info({ issue: number, outcome: outcome.kind }, 'a box had been ticked');
    } catch (error) {
      const known = causeOf(error);
      if (known?.status !== 422) throw error;
      tools.log.error({ ...known, issue: number }, 'GitHub refused the content of an issue');
    }
  }
  return { changed, asked };
}
