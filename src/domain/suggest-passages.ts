import { pageOf } from './addresses.ts';
import { parseDay, type Day } from './day.ts';
import type { Path } from './document.ts';
import type { Claim, Evaluation } from './evaluation.ts';
import { parseUpstreamAddress, type Hosts, type UpstreamAddress } from './upstream-address.ts';

/** A text in an evaluation. */
export interface Passage {
  evaluation: Evaluation;
  path: Path;
  /** Its first 20,000 characters. */
  text: string;
  /** The innermost claim that it belongs to. */
  claim: Claim | undefined;
  /** The texts of the same object, by key; itself among them. */
  beside: ReadonlyMap<string, Passage>;
}

/** An address that a passage cites, and what it is cited for. */
export interface CitedPage {
  passage: Passage;
  page: string;
  upstream: UpstreamAddress | undefined;
  /** What the evaluation calls the page; empty where it does not. */
  title: string;
  /** What it takes from the page: the value of the evidence, or the text around the address. */
  says: Passage | undefined;
  /** The latest day on which that is known to have been so. */
  asOf: Day | undefined;
}

const LONGEST_TEXT = 20_000;

/** All texts of an evaluation but its own watches, in the order of the file. */
export function passagesOf(evaluation: Evaluation): Passage[] {
  const claims = new Map(evaluation.claims.map((claim) => [claim.raw as object, claim]));
  const found: Passage[] = [];
  function walk(value: unknown, path: Path, claim: Claim | undefined, beside: Map<string, Passage>): void {
    if (typeof value === 'string') {
      const passage = { evaluation, path, text: value.slice(0, LONGEST_TEXT), claim, beside };
      beside.set(String(path.at(-1)), passage);
      found.push(passage);
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, [...path, index], claim, new Map());
    } else if (typeof value === 'object' && value !== null) {
      const inner = claims.get(value) ?? claim;
      const texts = new Map<string, Passage>();
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key], inner, texts);
    }
  }
  const texts = new Map<string, Passage>();
  for (const [key, value] of Object.entries(evaluation.raw)) {
    if (key !== 'watch') walk(value, [key], claims.get(evaluation.raw), texts);
  }
  return found;
}

/** The addresses in the passages of one evaluation. */
export function citedPages(passages: readonly Passage[], hosts: Hosts): CitedPage[] {
  const known = new Map<string, UpstreamAddress | undefined>();
  return passages.flatMap((passage) =>
    addressesIn(passage.text).flatMap((address): CitedPage[] => {
      const page = pageOf(address);
      if (page === undefined) return [];
      if (!known.has(page)) known.set(page, parseUpstreamAddress(page, hosts));
      const found = { passage, page, upstream: known.get(page) };
      const verified = passage.claim?.lastVerified;
      if (address !== passage.text.trim()) return [{ ...found, title: '', says: passage, asOf: verified }];
      const { beside } = passage;
      const asOf = later(verified, parseDay(beside.get('date')?.text));
      return [{ ...found, title: beside.get('source')?.text ?? '', says: beside.get('value'), asOf }];
    }),
  );
}

function later(one: Day | undefined, other: Day | undefined): Day | undefined {
  return one !== undefined && (other === undefined || one > other) ? one : other;
}

function addressesIn(text: string): string[] {
  if (!text.includes('://')) return [];
  return (text.match(/https?:\/\/[^\s<>"'`\\^{|}]{1,2000}/gi) ?? []).map(withoutPunctuation);
}

// What ends the sentence around an address is no part of it, nor is a bracket that opens outside.
function withoutPunctuation(address: string): string {
  let end = address.length;
  while (/[.,;:!?\])]/.test(address.charAt(end - 1))) {
    if (address.charAt(end - 1) === ')' && address.includes('(')) break;
    end -= 1;
  }
  return address.slice(0, end);
}
