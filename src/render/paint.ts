/** Ways to make a piece of text stand out on a terminal. */
export type Paint = Record<'red' | 'yellow' | 'green' | 'cyan' | 'dim' | 'bold', (text: string) => string>;

const codes: Record<keyof Paint, [number, number]> = {
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Colours where the reader is a terminal, plain text elsewhere. */
export function createPaint(colours: boolean): Paint {
  const entries = Object.entries(codes).map(([name, [on, off]]) => {
    return [name, (text: string) => (colours ? `\u001B[${on}m${text}\u001B[${off}m` : text)];
  });
  return Object.fromEntries(entries) as Paint;
}
