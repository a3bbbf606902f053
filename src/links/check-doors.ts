import type { LinkDoor, LinkResult } from '../domain/verdict.ts';
import { conclude, unasked, type Due, type Run } from './run.ts';

/** Has doors answer for the pages that they take. `asked`: the pages that none takes. */
export function atDoors(pages: readonly Due[], run: Run): { asked: Due[]; answered: Promise<unknown> } {
  const answered: Promise<void>[] = [];
  let left = [...pages];
  for (const door of run.tools.doors ?? []) {
    const taken = left.filter(({ page }) => door.takes(page));
    left = left.filter(({ page }) => !door.takes(page));
    if (taken.length > 0) answered.push(pass(door, taken, run));
  }
  return { asked: left, answered: Promise.all(answered) };
}

async function pass(door: LinkDoor, taken: readonly Due[], run: Run): Promise<void> {
  const found = await ask(door, taken, run);
  for (const due of taken) await conclude(run, due, found.get(due.page) ?? unanswered(due, run));
}

async function ask(door: LinkDoor, taken: readonly Due[], run: Run): Promise<Map<string, LinkResult>> {
  const { now, log } = run.tools;
  if (run.options.signal?.aborted === true) return new Map();
  try {
    return await door.check(
      taken.map(({ page }) => page),
      now(),
    );
  } catch (error) {
    // A fault of ours at one door leaves the others standing.
    log.error({ error }, 'Could not check pages at a door');
    return new Map();
  }
}

function unanswered({ page }: Due, run: Run): LinkResult {
  const reason = run.options.signal?.aborted === true ? 'aborted' : 'no answer';
  return unasked(page, 'not-checked', reason, run.tools.now());
}
