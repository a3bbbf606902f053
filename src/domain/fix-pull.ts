import type { Day } from './day.ts';
import type { Claim, Evaluation } from './evaluation.ts';
import { factOf, type Pending } from './finding.ts';

/** What a pull request of the bot's own is for. */
export const fixKinds = ['verified', 'sources', 'scores'] as const;
export type FixKind = (typeof fixKinds)[number];

/** A claim that somebody has looked at, or a page that somebody wants replaced. */
export interface Stamp {
  /** The fact of the claim, or of the page. */
  of: string;
  on: Day;
  /** The login of whoever asked for it. */
  by: string;
}

/** What the bot leaves for itself in a pull request: which evaluation it is about, and who asked for what. */
export interface FixMemo {
  kind: FixKind;
  /** The key of the evaluation's stale issue. */
  key: string;
  stamps: readonly Stamp[];
}

/** A pull request of the bot's own that is open. */
export interface OpenFix {
  number: number;
  memo: FixMemo;
}

/** A claim in a few characters, unique within its evaluation. */
export function factOfClaim({ name }: Claim): string {
  return factOf(name);
}

/** A dimension in a few characters. */
export function factOfGroup(dimension: string): string {
  return factOf(`dimension\n${dimension}`);
}

/** The claims of an evaluation that open pull requests stamp. `key`: of its stale issue. */
export function pendingIn(
  evaluation: Evaluation,
  key: string,
  fixes: readonly OpenFix[],
): Map<Claim, Pending> {
  const pending = new Map<Claim, Pending>();
  for (const { number, memo } of fixes) {
    if (memo.kind !== 'verified' || memo.key !== key) continue;
    const stamps = new Map(memo.stamps.map((stamp) => [stamp.of, stamp]));
    for (const claim of evaluation.claims) {
      const stamp = stamps.get(factOfClaim(claim));
      if (stamp) pending.set(claim, { number, by: stamp.by, on: stamp.on });
    }
  }
  return pending;
}

/** The open pull requests that replace a page. */
export function replacing(page: string, fixes: readonly OpenFix[]): number[] {
  const fact = factOf(page);
  return fixes.flatMap(({ number, memo }) =>
    memo.kind === 'sources' && memo.stamps.some(({ of }) => of === fact) ? [number] : [],
  );
}

/** What was asked for before and now; of two stamps of the same the later counts. */
export function joinStamps(before: readonly Stamp[], now: readonly Stamp[]): Stamp[] {
  return [...new Map([...before, ...now].map((stamp) => [stamp.of, stamp])).values()];
}
