import { pageOf } from '../domain/addresses.ts';
import type { Claim, Evaluation } from '../domain/evaluation.ts';
import type { Citation } from '../domain/finding.ts';

/** A citation, what it cites, and the claim that makes it. */
export interface Cited extends Citation {
  value: string;
  lastVerified: Claim['lastVerified'];
}

/** Who cites which page. What is no address goes by itself. */
export type Citations = ReadonlyMap<string, readonly Cited[]>;

/** Everything that the claims of some evaluations cite, by page. */
export function citationsOf(evaluations: readonly Evaluation[]): Citations {
  const citations = new Map<string, Cited[]>();
  for (const { id, file, claims } of evaluations) {
    for (const { name, evidence, lastVerified } of claims) {
      for (const { url, date, value } of evidence) {
        if (url === undefined) continue;
        const page = pageOf(url) ?? url;
        const known = citations.get(page) ?? [];
        known.push({ evaluation: id, claim: name, file, date, value, lastVerified });
        citations.set(page, known);
      }
    }
  }
  return citations;
}

/** What claims cite from a page. */
export function valuesIn(citations: Citations): (page: string) => string[] {
  return (page) => {
    const values = (citations.get(page) ?? []).map(({ value }) => value);
    return [...new Set(values)].filter((value) => value !== '');
  };
}
