import { memoAfter, type Box } from '../domain/box.ts';
import type { Present } from '../domain/plan.ts';
import { causeOf, type GitHub, type Slug } from '../github/client.ts';
import { closeIssue, readLastEdit, readOwnIssue, updateIssue } from '../github/issues.ts';
import { mayWrite } from '../github/permission.ts';
import { tickedBoxes, withEmptyBoxes } from '../render/box.ts';
import { tickedBody } from '../render/issue.ts';
import { readIssueMarker } from '../render/marker.ts';
import { todayOf, type Tools } from './tools.ts';

/** What became of the boxes of an issue. `undone`: somebody ticked them who must not. */
export type TicksOutcome =
  | { kind: 'done'; box: Box; by: string }
  | { kind: 'undone'; by: string | undefined }
  | { kind: 'idle'; why: string };

/** Does what the ticked boxes of an event's issue ask for, if whoever edited it last may write to the repository. */
export async function runTicks(
  github: GitHub,
  slug: Slug,
  number: number,
  tools: Tools,
): Promise<TicksOutcome> {
  const own = await readOwnIssue(github, slug, number, tools.appId);
  if (own?.memo.kind !== 'event') return { kind: 'idle', why: 'the bot keeps no boxes there' };
  const { body, person } = await readLastEdit(github, slug, number);
  const memo = readIssueMarker(body);
  const [box] = tickedBoxes(body);
  if (!memo || !box) return { kind: 'idle', why: 'nothing is ticked' };
  if (person === undefined || !(await mayWrite(github, slug, person))) {
    await updateIssue(github, slug, number, { body: withEmptyBoxes(body) }, false);
    return { kind: 'undone', by: person };
  }
  const after = memoAfter(memo, box, todayOf(tools));
  await closeIssue(github, slug, number, tickedBody(body, box, person, after), box);
  return { kind: 'done', box, by: person };
}

/**
 * Does what was asked for while nobody listened, in any of these issues. False where nothing was ticked: then they are
 * still as they were listed.
 */
export async function catchUpTicks(
  github: GitHub,
  slug: Slug,
  present: readonly Present[],
  tools: Tools,
): Promise<boolean> {
  const ticked = present.filter(({ memo, body }) => memo.kind === 'event' && tickedBoxes(body).length > 0);
  for (const { number } of ticked) {
    try {
      const outcome = await runTicks(github, slug, number, tools);
      tools.log.info({ issue: number, outcome }, 'a box had been ticked');
    } catch (error) {
      const known = causeOf(error);
      if (known?.status !== 422) throw error;
      tools.log.error({ ...known, issue: number }, 'GitHub refused the content of an issue');
    }
  }
  return ticked.length > 0;
}
