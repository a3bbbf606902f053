import type { Claim, Evaluation } from './evaluation.ts';
import type { FixKind } from './fix-pull.ts';

/** One value that a fix changes, before and after, in words. */
export interface Change {
  /** The claim that it is of; undefined for a dimension's score. */
  claim: Claim | undefined;
  /** The claim's or the dimension's name. */
  name: string;
  before: string;
  after: string;
}

/** What a branch changes in an evaluation, as far as it is of one kind. */
export function changesOf(kind: FixKind, before: Evaluation, after: Evaluation): Change[] {
  switch (kind) {
    case 'verified':
      return pairsOf(before, after).flatMap(([old, claim]) => {
        const [was, is] = [old.lastVerified ?? 'no usable date', claim.lastVerified ?? 'no usable date'];
        return was === is ? [] : [{ claim: old, name: claim.name, before: was, after: is }];
      });
    case 'sources':
      return pairsOf(before, after).flatMap(([old, claim]) =>
        claim.evidence.flatMap(({ url }, index) => {
          const was = old.evidence[index]?.url;
          if (was === url || was === undefined || url === undefined) return [];
          return [{ claim: old, name: claim.name, before: was, after: url }];
        }),
      );
    case 'scores':
      return after.dimensions.flatMap(({ name, declared }) => {
        const was = before.dimensions.find((one) => one.name === name)?.declared;
        if (was === declared) return [];
        return [{ claim: undefined, name, before: String(was ?? 'none'), after: String(declared ?? 'none') }];
      });
    default:
      return kind satisfies never;
  }
}

function pairsOf(before: Evaluation, after: Evaluation): [Claim, Claim][] {
  const old = new Map(before.claims.map((claim) => [claim.name, claim]));
  return after.claims.flatMap((claim): [Claim, Claim][] => {
    const was = old.get(claim.name);
    return was === undefined ? [] : [[was, claim]];
  });
}
