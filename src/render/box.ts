import { boxes, type Box } from '../domain/box.ts';
import { SNOOZE_DAYS } from '../domain/snooze.ts';

const labels: Record<Box, string> = {
  'claims-updated': '**Claims updated**: what is in doubt has been looked at. Closes this as completed.',
  'not-relevant': '**Not relevant**: closes this as not planned.',
  snooze: `**Snooze ${SNOOZE_DAYS} days**: closes this, and opens it again by itself when they are over.`,
};

/** The boxes that a person can tick, all of them empty. */
export function boxList(): string {
  return boxes.map((box) => `- [ ] ${labels[box]} <!-- reverify:box ${box} -->`).join('\n');
}

/** The boxes that are ticked in a body, each once, in the order in which they count. */
export function tickedBoxes(body: string): Box[] {
  const ticked = new Set(linesOf(body).flatMap((line) => (line.isTicked ? (line.box ?? []) : [])));
  return boxes.filter((box) => ticked.has(box));
}

/** The same body with its boxes empty, and nothing else changed. */
export function withEmptyBoxes(body: string): string {
  return linesOf(body)
    .map(({ text, box }) => (box === undefined ? text : text.replace(/\[[xX]\]/, '[ ]')))
    .join('\n');
}

/** Whether there is any box of ours in a body. */
export function holdsBoxes(body: string): boolean {
  return linesOf(body).some(({ box }) => box !== undefined);
}

/** The words of a body, without its boxes. */
export function withoutBoxes(body: string): string {
  return linesOf(body)
    .flatMap(({ text, box }) => (box === undefined ? text : []))
    .join('\n')
    .trim();
}

interface Line {
  text: string;
  box: Box | undefined;
  isTicked: boolean;
}

// A box in a list of its own; the words around its hidden name are anybody's to change. One that is quoted or indented
// stands for somebody's text about it.
const BOX = /^ {0,3}[-*+] \[([ xX])\] [^\n]*?<!-- reverify:box ([a-z-]+) -->/;

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;

function linesOf(body: string): Line[] {
  let fence: string | undefined;
  return body.split('\n').map((text) => {
    const mark = FENCE.exec(text)?.[1];
    if (fence !== undefined) {
      // A block of code ends with a fence of the same kind that is as long, and has no words behind it.
      if (mark?.startsWith(fence) && text.trim() === mark) fence = undefined;
      return { text, box: undefined, isTicked: false };
    }
    fence = mark;
    const [, tick, name] = BOX.exec(text) ?? [];
    return { text, box: boxes.find((box) => box === name), isTicked: tick === 'x' || tick === 'X' };
  });
}
