import type { Evaluation } from './evaluation.ts';
import { proposeCited } from './suggest-cited.ts';
import { comparable, joined, type Draft } from './suggest-join.ts';
import { proposeInstalled } from './suggest-packages.ts';
import { proposeDeprecations, proposePricing } from './suggest-pages.ts';
import { citedPages, passagesOf } from './suggest-passages.ts';
import { proposeWaiting } from './suggest-waiting.ts';
import type { Proposal, Suggestion } from './suggestion.ts';
import type { Hosts } from './upstream-address.ts';
import type { Watch } from './watch.ts';

// A watch's schema takes no longer target.
const LONGEST_TARGET = 500;

// A page's address would make a long handle.
const LONGEST_HANDLE = 80;

/**
 * Proposes watches from what evaluations cite and say: one for each source, target and conditions, the most useful first.
 * What an evaluation or `declared` (the configuration) watches already is not proposed again.
 */
export function suggest(
  evaluations: readonly Evaluation[],
  hosts: Hosts,
  declared: readonly Watch[] = [],
): Suggestion[] {
  const known = [...declared, ...evaluations.flatMap(({ watches }) => watches)];
  const proposals = evaluations.flatMap((evaluation) => proposalsOf(evaluation, hosts));
  const open = withoutDeclared(proposals, known);
  return named(joined(withoutWaited(open)), new Set(known.map(({ id }) => id)));
}

function proposalsOf(evaluation: Evaluation, hosts: Hosts): Proposal[] {
  const passages = passagesOf(evaluation);
  const cited = citedPages(passages, hosts);
  const proposals = [
    ...proposeWaiting(passages, cited),
    ...proposeDeprecations(cited),
    ...proposePricing(passages, cited),
    ...proposeCited(cited),
    ...proposeInstalled(passages),
  ];
  return proposals.filter(({ target }) => target.length <= LONGEST_TARGET);
}

// A declared watch without conditions has its source's default, which is not known here: it is taken for all of them.
function withoutDeclared(proposals: readonly Proposal[], declared: readonly Watch[]): Proposal[] {
  const known = new Map<string, string[]>();
  for (const { source, target, when } of declared) {
    const key = `${source}:${comparable(source, target)}`;
    known.set(key, [...(known.get(key) ?? []), ...(when.length === 0 ? ['*'] : when)]);
  }
  return proposals.flatMap((proposal) => {
    const whens = known.get(`${proposal.source}:${comparable(proposal.source, proposal.target)}`) ?? [];
    const when = proposal.when.filter((condition) => !whens.includes('*') && !whens.includes(condition));
    return when.length === 0 ? [] : [{ ...proposal, when }];
  });
}

// What has no weights yet has none that could change.
function withoutWaited(proposals: readonly Proposal[]): Proposal[] {
  const waited = new Set(proposals.filter(({ rule }) => rule === 'waiting').map(({ target }) => target));
  return proposals.filter(({ rule, target }) => rule !== 'model' || !waited.has(target));
}

/** Gives each watch an id that no other has: the handle by which people speak of it. */
function named(drafts: readonly Draft[], taken: Set<string>): Suggestion[] {
  const last = new Map<string, number>();
  return drafts.map((draft) => {
    const handle = handleOf(draft.watch);
    let number = last.get(handle) ?? 1;
    const id = () => (number === 1 ? handle : `${handle}-${number}`);
    while (taken.has(id())) number += 1;
    last.set(handle, number);
    taken.add(id());
    return { ...draft, watch: { id: id(), ...draft.watch } };
  });
}

/** `minimax-m3-has-weights`, `servers-archived`. */
function handleOf({ source, target, when }: Draft['watch']): string {
  const name = source === 'page' ? target.replace(/^https?:\/\/(?:www\.)?/, '') : target.replace(/^.*\//, '');
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .slice(0, LONGEST_HANDLE);
  return `${plain.replaceAll(/^-+|-+$/g, '')}-${when[0]}`;
}
