import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect sooner. A run over links keeps little and throws much away, and left to itself V8 lets the heap grow to
 * several times what is in use: measured at 1,816 pages, 137 MB at the peak instead of 214, for 3 % more time.
 */
export function keepHeapSmall(): void {
  // The young generation stays small, and the old one grows by 30 % between two collections.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
}
