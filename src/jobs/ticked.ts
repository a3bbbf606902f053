import type { Asked } from '../domain/asked.ts';
import type { Box, Tick } from '../domain/box.ts';
import type { Day } from '../domain/day.ts';
import type { Person } from '../domain/person.ts';
import type { Memo } from '../domain/plan.ts';

/** What became of the boxes of an issue. `undone`: somebody ticked them who must not. */
export type TicksOutcome =
  | { kind: 'done'; box: Box; by: string }
  | { kind: 'verified'; claims: number; of: number; by: string; pull: number | undefined }
  | { kind: 'replaced'; pages: number; by: string; pulls: readonly number[] }
  /** Boxes of the dashboard, which the next sweep does. */
  | { kind: 'asked'; asked: Asked }
  | { kind: 'undone'; by: string | undefined }
  | { kind: 'idle'; why: string };

/** An issue of the bot's own with boxes that somebody has ticked who may write. */
export interface Ticked {
  number: number;
  body: string;
  memo: Memo;
  ticks: readonly Tick[];
  by: Person;
  /** The day on which they were ticked; it may be a while ago. */
  on: Day;
}
