const TASK = /^([\s>]*(?:[-*+]|\d+[.)])\s+\[)([ xX])(?=\]\s)/gm;

// Boxes in code and in comments are no boxes.
const HIDDEN = /^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\1|$(?![\s\S]))|<!--[\s\S]*?-->/gm;

/** The body with its n-th task ticked, or unticked if it was ticked; undefined if there is none. */
export function toggleTask(body: string, index: number): string | undefined {
  const visible = body.replaceAll(HIDDEN, (hidden) => hidden.replaceAll(/[^\n]/g, '\0'));
  const task = [...visible.matchAll(TASK)][index];
  if (!task) return undefined;
  const at = task.index + (task[1] ?? '').length;
  return `${body.slice(0, at)}${task[2] === ' ' ? 'x' : ' '}${body.slice(at + 1)}`;
}
