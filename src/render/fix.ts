import type { Evaluation } from '../domain/evaluation.ts';
import type { Change } from '../domain/fix-changes.ts';
import { factOfClaim, type FixKind, type FixMemo } from '../domain/fix-pull.ts';
import type { KnownSources } from '../domain/unchanged.ts';
import { BODY_BUDGET, rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { fixMarker } from './marker.ts';
import { count, fileLink, type Origin } from './places.ts';
import { code, cut, link, prose, shorten } from './safe.ts';

/** What a pull request of the bot's own is about. */
export interface FixStory {
  evaluation: Evaluation;
  changes: readonly Change[];
  memo: FixMemo;
  /** What is known of the sources at this moment. */
  known: KnownSources;
}

/** The title of a pull request, and of its commits. */
export function fixTitle({ evaluation, changes, memo }: FixStory): string {
  const title = `${cut(evaluation.name, 120)}: ${summaryOf(memo.kind, changes.length)}`;
  return shorten(title.replaceAll('@', '@\u200B'), 200);
}

function summaryOf(kind: FixKind, changes: number): string {
  switch (kind) {
    case 'verified':
      return `${count(changes, 'claim')} verified`;
    case 'sources':
      return `replace ${count(changes, 'address', 'addresses')}`;
    case 'scores':
      return `${count(changes, 'declared score')} as recomputed`;
    default:
      return kind satisfies never;
  }
}

/** The message of a commit, which credits the person who asked for it. */
export function commitMessage(title: string, by: { login: string; id: number }, host: string): string {
  const email = `${by.id}+${by.login}@users.noreply.${host}`;
  return `${title}\n\nCo-authored-by: ${by.login} <${email}>\n`;
}

const OPENINGS: Record<FixKind, string> = {
  verified:
    'Whoever is named here says that they have looked at these claims on the day given, and that they still hold. Merge this to take the claims off their issue. Only dates change: those of the claims and, where the file has one, its own.',
  sources:
    'These addresses do not answer any more, or have moved for good. Nothing but the addresses changes.',
  scores: 'These declared scores differ from the mean of their criteria. Nothing but the scores changes.',
};

const HEADS: Record<FixKind, string> = {
  verified: tableHead('claim', 'verified', 'by', 'its sources at this moment'),
  sources: tableHead('claim', 'before', 'after'),
  scores: tableHead('dimension', 'declared', 'recomputed'),
};

/** The body of a pull request: what was asked for, by whom, and what is known of it. */
export function fixBody(story: FixStory, origin: Origin): string {
  const { evaluation, changes, memo } = story;
  const marker = fixMarker(memo);
  const head = blocks(
    `${OPENINGS[memo.kind]} The file: ${fileLink(origin, evaluation.file)}`,
    'Add commits to this branch as you like; further ticks are added to it while it is open.',
  );
  const rows = rowsWithin(
    changes,
    (change) => rowOf(change, story),
    BODY_BUDGET - head.length - marker.length - 500,
    (left) => `\n…and ${count(left, 'more change')} that did not fit here.`,
  );
  return `${blocks(head, `${HEADS[memo.kind]}\n${rows}`, marker)}\n`;
}

function rowOf({ claim, name, before, after }: Change, { memo, known }: FixStory): string {
  switch (memo.kind) {
    case 'verified': {
      const by = claim && memo.stamps.find(({ of }) => of === factOfClaim(claim))?.by;
      const sources = (claim?.evidence ?? []).slice(0, 8).map(({ source, url }) => {
        return `${link(source || 'source', url)}: ${stateOf(url, known)}`;
      });
      return tableRow(code(name), `${before} → ${after}`, by ? code(by) : '—', sources.join('<br>') || '—');
    }
    case 'sources':
      return tableRow(code(name), link(shown(before), before), link(shown(after), after));
    case 'scores':
      return tableRow(code(name), prose(before), prose(after));
    default:
      return memo.kind satisfies never;
  }
}

// Without its scheme an address needs nothing that keeps GitHub from making a second link of it.
function shown(address: string): string {
  return address.replace(/^https?:\/\//, '');
}

function stateOf(url: string | undefined, known: KnownSources): string {
  const source = url === undefined ? undefined : known.get(url);
  if (source === undefined) return 'not looked at yet, or it could not be told';
  if (source.isDead) return '**dead**';
  if (source.changedOn !== undefined) return `answers; it changed on ${source.changedOn}`;
  return source.since === undefined ? 'answers' : `answers, unchanged since ${source.since}`;
}
