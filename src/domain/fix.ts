import { pageOf } from './addresses.ts';
import { parseDay, type Day } from './day.ts';
import type { Edit } from './edit.ts';
import type { Claim, Evaluation } from './evaluation.ts';
import type { Policy } from './policy.ts';
import { roundHalfUp, scoresOf } from './score.ts';

/** Something that can be put right in one evaluation by changing single values. */
export type Fix =
  /** Somebody looked at these claims on that day. */
  | { kind: 'verified'; claims: readonly Claim[]; on: Day }
  /** Pages that moved, as `pageOf` gives them, and where they are now. */
  | { kind: 'sources'; replace: ReadonlyMap<string, string> }
  /** Declared dimension scores that are not the mean of their criteria. */
  | { kind: 'scores' };

/** The edits that make a fix in the file of an evaluation. */
export function editsOf(fix: Fix, evaluation: Evaluation, fields: Policy['fields']): Edit[] {
  switch (fix.kind) {
    case 'verified':
      return verifiedEdits(fix.claims, fix.on, evaluation, fields.verified);
    case 'sources':
      return sourceEdits(fix.replace, evaluation);
    case 'scores':
      return scoreEdits(evaluation);
    default:
      return fix satisfies never;
  }
}

const EVALUATED = 'last_evaluated';

// A date never moves back: whoever verified a claim later knows more. The evaluation's own date follows its claims.
function verifiedEdits(claims: readonly Claim[], on: Day, { raw }: Evaluation, dateField: string): Edit[] {
  const edits = claims
    .filter(({ lastVerified }) => lastVerified === undefined || lastVerified <= on)
    .map(({ path }) => ({ path: [...path, dateField], value: on }));
  const moves = claims.some(({ lastVerified }) => lastVerified === undefined || lastVerified < on);
  const evaluated = parseDay(raw[EVALUATED]);
  if (!moves || evaluated === undefined || evaluated >= on) return edits;
  return [...edits, { path: [EVALUATED], value: on }];
}

function sourceEdits(replace: ReadonlyMap<string, string>, { claims }: Evaluation): Edit[] {
  return claims
    .flatMap(({ evidence }) => evidence)
    .flatMap(({ path, url }) => {
      const page = url === undefined ? undefined : pageOf(url);
      const moved = page === undefined ? undefined : replace.get(page);
      return moved === undefined ? [] : [{ path: [...path, 'url'], value: withFragment(moved, url ?? '') }];
    });
}

/** The address where a page is now, with the fragment of the address at which it is cited. */
export function withFragment(moved: string, cited: string): string {
  const at = cited.indexOf('#');
  return at === -1 || moved.includes('#') ? moved : moved + cited.slice(at).trimEnd();
}

function scoreEdits(evaluation: Evaluation): Edit[] {
  return scoresOf(evaluation, 'balanced').dimensions.flatMap(({ dimension, declared, recomputed }) => {
    if (declared === undefined || recomputed === undefined) return [];
    if (roundHalfUp(declared) === recomputed) return [];
    return [{ path: [...dimension.path, 'overall_score'], value: recomputed }];
  });
}
