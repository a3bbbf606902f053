import { groupBy } from './group-by.ts';
import { compareText } from './order.ts';
import { affectedBy, isRemark } from './suggest-affects.ts';
import {
  confidences,
  suggestRules,
  type Proposal,
  type SuggestedWatch,
  type Suggestion,
} from './suggestion.ts';

/** A suggestion whose watch has no id yet. */
export type Draft = Omit<Suggestion, 'watch'> & { watch: Omit<SuggestedWatch, 'id'> };

/** One draft for each source, target and conditions, with all that rests on it; the most useful first. */
export function joined(proposals: readonly Proposal[]): Draft[] {
  const groups = groupBy(proposals, ({ source, target, when }) =>
    JSON.stringify([source, comparable(source, target), when]),
  );
  return [...groups.values()].map(draftOf).sort(byUse);
}

/** A target as its upstream compares it: the address of a page by the letter, names without their case. */
export function comparable(source: string, target: string): string {
  return source === 'page' ? target : target.toLowerCase();
}

function draftOf(group: readonly Proposal[]): Draft {
  const [first] = group.toSorted((one, other) => weightOf(one) - weightOf(other)) as [Proposal];
  const { source, target, when, severity, rule, confidence, why, quote, passage } = first;
  const { id, file, locate } = passage.evaluation;
  const passages = [...new Set(group.map((proposal) => proposal.passage))];
  const isSaid = rule === 'waiting' || rule === 'deprecation';
  const reason = isSaid ? `The evaluation says: "${quote}"` : why;
  return {
    watch: { source, target, when, affects: affectedBy(passages), severity, reason },
    rule,
    confidence,
    why,
    evaluation: id,
    file,
    ...locate(passage.path),
    quote,
    others: passages.length - 1,
  };
}

// Of passages that suggest the same, the surest speaks, and of those the one that belongs to a claim.
function weightOf({ rule, confidence, passage }: Proposal): number {
  const place = passage.claim === undefined ? (isRemark(passage) ? 2 : 1) : 0;
  return suggestRules.indexOf(rule) * 100 + confidences.indexOf(confidence) * 10 + place;
}

function byUse(one: Draft, other: Draft): number {
  return (
    suggestRules.indexOf(one.rule) - suggestRules.indexOf(other.rule) ||
    confidences.indexOf(one.confidence) - confidences.indexOf(other.confidence) ||
    other.others - one.others ||
    compareText(one.watch.source, other.watch.source) ||
    compareText(one.watch.target, other.watch.target) ||
    compareText(one.watch.when.join(), other.watch.when.join())
  );
}
