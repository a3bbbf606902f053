import { parseAddress } from '../addresses.ts';
import { daysBetween } from '../day.ts';
import type { ClaimChange } from '../diff.ts';
import type { Claim, Evaluation, Evidence } from '../evaluation.ts';
import type { Rule } from './rule.ts';

/** Days. */
const OLD = 365;

/** Where papers and repositories are. */
const PUBLIC_RECORD = ['arxiv.org', 'doi.org', 'openreview.net', 'aclanthology.org'];
const REPOSITORIES = ['github.com', 'gitlab.com', 'codeberg.org', 'huggingface.co'];

/** Claims that are surer of themselves than their evidence allows. */
export const confidenceUnsupported: Rule = {
  name: 'confidence-unsupported',
  setting: 'off',
  about: 'A claim says high or medium, and its evidence does not meet the conditions for it.',
  oncePerFile: true,
  judge({ after: evaluation, claims }, { fields }) {
    if (evaluation === undefined) return [];
    return claims.flatMap((change) => {
      const { after } = change;
      if (after === undefined || !isTouched(change, [fields.confidence, fields.evidence])) return [];
      const lack = lackOf(after, evaluation);
      if (lack === undefined) return [];
      return [
        {
          path: [...after.path, fields.confidence],
          message: `\`${after.name}\` says ${after.confidence}, ${lack}.`,
          remedy: 'Add the evidence, or lower the confidence.',
        },
      ];
    });
  },
};

function isTouched({ before, fields }: ClaimChange, keys: readonly string[]): boolean {
  return before === undefined || fields.some((field) => keys.includes(field));
}

function lackOf(claim: Claim, evaluation: Evaluation): string | undefined {
  const { confidence, evidence } = claim;
  if (confidence === 'medium') {
    return evidence.some(({ date }) => date !== undefined)
      ? undefined
      : 'but no piece of its evidence has a date';
  }
  if (confidence !== 'high') return undefined;
  if (evidence.length < 2)
    return `but has ${evidence.length === 1 ? 'one piece' : 'no piece'} of evidence where two are needed`;
  const hosts = [...PUBLIC_RECORD, ...REPOSITORIES, ...ownHosts(evaluation)];
  const primary = evidence.filter(({ url }) => isOn(url, hosts));
  if (primary.length === 0) return 'but no piece of its evidence is from the vendor, a paper or a repository';
  return primary.some((entry) => isRecent(entry, claim))
    ? undefined
    : 'but no piece from the vendor, a paper or a repository was published in the year before it was verified';
}

function isRecent({ date }: Evidence, { lastVerified }: Claim): boolean {
  return date !== undefined && lastVerified !== undefined && daysBetween(date, lastVerified) <= OLD;
}

function ownHosts({ raw }: Evaluation): string[] {
  const website = raw['website'];
  const host = typeof website === 'string' ? hostOf(website) : undefined;
  return host === undefined ? [] : [host];
}

function isOn(url: string | undefined, hosts: readonly string[]): boolean {
  const host = url === undefined ? undefined : hostOf(url);
  return host !== undefined && hosts.some((one) => host === one || host.endsWith(`.${one}`));
}

function hostOf(url: string): string | undefined {
  const address = parseAddress(url);
  return address.kind === 'address' ? address.url.hostname.replace(/^www\./, '') : undefined;
}
