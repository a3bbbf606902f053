/** Orders texts by their code units: the same on every machine, and without the cost of a collator. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
