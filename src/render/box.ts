import { boxes, deeds, type Box, type Deed, type Tick } from '../domain/box.ts';
import { SNOOZE_DAYS } from '../domain/snooze.ts';

const labels: Record<Box, string> = {
  'claims-updated': '**Claims updated**: what is in doubt has been looked at. Closes this as completed.',
  'not-relevant': '**Not relevant**: closes this as not planned.',
  snooze: `**Snooze ${SNOOZE_DAYS} days**: closes this, and opens it again by itself when they are over.`,
};

/** The boxes that close an event's issue, all of them empty. */
export function boxList(): string {
  return boxes.map(closingBox).join('\n');
}

/** A box that closes the issue that it stands in. */
export function closingBox(box: Box): string {
  return boxLine(labels[box], box);
}

/** An empty box behind which stands a line of rendered text. */
export function boxLine(text: string, deed: Deed, of?: string): string {
  return `- [ ] ${text} ${nameOf(deed, of)}`;
}

/** The same line once what it asks for is done: no box any more, and what became of it. */
export function doneLine(text: string, became: string): string {
  return `- ${text}<br>${became}`;
}

function nameOf(deed: Deed, of: string | undefined): string {
  return `<!-- reverify:box ${deed}${of === undefined ? '' : ` ${of}`} -->`;
}

/** The boxes that are ticked in a body, each once, in the order in which they count. */
export function tickedBoxes(body: string): Tick[] {
  const ticked = new Map<string, Tick>();
  for (const { tick, isTicked } of linesOf(body)) {
    if (tick !== undefined && isTicked) ticked.set(nameOf(tick.deed, tick.of), tick);
  }
  return [...ticked.values()].toSorted((one, other) => deeds.indexOf(one.deed) - deeds.indexOf(other.deed));
}

/** All boxes of a body, ticked or not. */
export function boxesIn(body: string): Tick[] {
  return linesOf(body).flatMap(({ tick }) => tick ?? []);
}

/** The same body with its boxes empty, and nothing else changed. */
export function withEmptyBoxes(body: string): string {
  return withBoxesDone(body, () => undefined);
}

/** The same body with its boxes empty, but for those that became something: these are no boxes any more. */
export function withBoxesDone(body: string, became: (tick: Tick) => string | undefined): string {
  return linesOf(body)
    .map(({ text, tick, words, isTicked }) => {
      if (tick === undefined) return text;
      const done = became(tick);
      if (done === undefined) return isTicked ? text.replace(/\[[xX]\]/, '[ ]') : text;
      return doneLine(words, done) + (text.endsWith('\r') ? '\r' : '');
    })
    .join('\n');
}

/** The words of a body, without the boxes that close it. */
export function withoutClosingBoxes(body: string): string {
  return linesOf(body)
    .flatMap(({ text, tick }) => (boxes.some((box) => box === tick?.deed) ? [] : text))
    .join('\n')
    .trim();
}

interface Line {
  text: string;
  tick: Tick | undefined;
  isTicked: boolean;
  /** What stands behind the box. */
  words: string;
}

// A box in a list of its own; the words around its hidden name are anybody's to change. One that is quoted or indented
// stands for somebody's text about it.
const BOX =
  /^ {0,3}[-*+] \[([ xX])\] ([^\n]*?)<!-- reverify:box ([a-z-]+)(?: ([0-9a-f]{10}|[0-9a-f]{16}))? -->/;

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;

function linesOf(body: string): Line[] {
  let fence: string | undefined;
  return body.split('\n').map((text) => {
    const mark = FENCE.exec(text)?.[1];
    const none = { text, tick: undefined, isTicked: false, words: '' };
    if (fence !== undefined) {
      // A block of code ends with a fence of the same kind that is as long, and has no words behind it.
      if (mark?.startsWith(fence) && text.trim() === mark) fence = undefined;
      return none;
    }
    fence = mark;
    const [, cross, words = '', name, of] = BOX.exec(text) ?? [];
    const deed = deeds.find((one) => one === name);
    if (deed === undefined) return none;
    return { text, tick: { deed, of }, isTicked: cross !== ' ', words: words.trim() };
  });
}
