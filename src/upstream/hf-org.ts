import * as z from 'zod';
import { parseDay, type Day } from '../domain/day.ts';
import type { UpstreamEvent } from '../domain/event.ts';
import { day, patterns } from '../domain/fields.ts';
import { compilePatterns } from '../domain/pattern.ts';
import { HUB, isBehindGate, isDisabled, unknown, type Failed, type Hub } from './hf-hub.ts';
import { listModels, type ListedModel } from './hf-list.ts';
import { nameOf, ownerOf, problemWithOwner } from './hf-names.ts';
import { weightsAt } from './hf-revision.ts';
import { USUAL_RULE, type Weights } from './hf-weights.ts';
import { amountOf, fact, gateInWords, pageEvidence, tokenFact } from './hf-words.ts';
import type { Ask, Outcome, Source, SourceTools } from './source.ts';

const orgOptions = z.strictObject({
  /** On the name after the slash. */
  include: patterns.optional(),
  exclude: patterns.optional(),
  /** A model counts when its weights are complete, not before. */
  withWeights: z.boolean().default(false),
  /** Models that were created after this day are news at first sight, too. */
  since: day.optional(),
});
type OrgOptions = z.infer<typeof orgOptions>;

// Each may take two requests, once a commit.
const MOST_LOOKED_AT = 20;

/** What an organisation or a user publishes on the Hugging Face Hub. */
export const hfOrg: Source = {
  name: 'hf-org',
  conditions: { 'new-model': { kind: 'edge' } },
  options: orgOptions,
  problemWithTarget: problemWithOwner,
  look,
};

async function look({ target, options }: Ask<OrgOptions>, tools: SourceTools): Promise<Outcome> {
  const listed = await listModels(target, tools);
  const { hub } = listed;
  if ('failed' in listed) return unknown(listed.failed.why, hub);
  const wanted = listed.entries.filter(fits(options));
  const { since } = options;
  if (!options.withWeights) {
    return { kind: 'ok', events: wanted.map((model) => newModelEvent({ target, hub, model, since })) };
  }
  const events: UpstreamEvent[] = [];
  const looks = newest(wanted).map(async (model) => ({
    model,
    verdict: await weightsAt(hub, model, USUAL_RULE, tools),
  }));
  for (const { model, verdict } of await Promise.all(looks)) {
    if (verdict.kind === 'complete')
      events.push(newModelEvent({ target, hub, model, since, weights: verdict }));
    // What is closed to everyone has no weights to look at: it must not blind the watch on all the others.
    if (verdict.kind === 'untold' && !isClosed(verdict.failed)) return unknown(verdict.failed.why, hub);
  }
  return { kind: 'ok', events };
}

function fits({ include = ['**'], exclude = [] }: OrgOptions): (model: ListedModel) => boolean {
  const [isIncluded, isExcluded] = [compilePatterns(include), compilePatterns(exclude)];
  return ({ id }) => isIncluded(nameOf(id)) && !isExcluded(nameOf(id));
}

function newest(models: readonly ListedModel[]): ListedModel[] {
  const byAge = [...models].sort((one, other) => (keyOf(one) < keyOf(other) ? 1 : -1));
  return byAge.slice(0, MOST_LOOKED_AT);
}

function keyOf({ createdAt = '', _id }: ListedModel): string {
  return `${createdAt} ${_id}`;
}

function isClosed(failed: Failed): boolean {
  return isBehindGate(failed) || isDisabled(failed);
}

interface Found {
  target: string;
  hub: Hub;
  model: ListedModel;
  since: Day | undefined;
  weights?: Weights;
}

function newModelEvent({ target, hub, model, since, weights }: Found): UpstreamEvent {
  const { id, _id, sha, createdAt, gated } = model;
  const amount = weights && amountOf(weights.files, weights.bytes);
  const summary =
    amount === undefined
      ? `${id} is a new model on ${HUB}.`
      : `${id} is a new model with weights on ${HUB}: ${amount}.`;
  const created = parseDay(createdAt?.slice(0, 10));
  const isLate = since !== undefined && created !== undefined && created > since;
  return {
    id: `hf-org:${ownerOf(id)}:new:${_id}`,
    source: 'hf-org',
    target,
    when: 'new-model',
    summary,
    ...(isLate && { late: true }),
    evidence: [
      ...pageEvidence(hub, id, sha),
      ...fact('Page created', createdAt),
      ...fact('Weights', amount),
      ...fact('Gated', gated === undefined ? undefined : gateInWords(gated)),
      ...tokenFact(hub),
    ],
  };
}
