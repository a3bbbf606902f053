import { isClosed } from './hf-absence.ts';
import { unknown } from './hf-hub.ts';
import type { SeenPage } from './hf-page.ts';
import { weightsAt } from './hf-revision.ts';
import { looksLikeWeights, type WeightRule, type Weights } from './hf-weights.ts';
import type { Outcome, SourceTools } from './source.ts';

/** The weights that a model has now, undefined where they do not fit the rule; or why it cannot be told. */
export async function weightsOf(
  { target, hub, model }: SeenPage,
  rule: WeightRule,
  tools: SourceTools,
): Promise<{ kind: 'told'; weights: Weights | undefined } | Extract<Outcome, { kind: 'unknown' }>> {
  const isLikely = model.siblings?.some(({ rfilename }) => looksLikeWeights(rfilename, rule.adapters));
  if (isLikely === false) return { kind: 'told', weights: undefined };
  if (model.disabled) return unknown(isClosed(target), hub);
  const verdict = await weightsAt(hub, model, rule, tools);
  if (verdict.kind === 'untold') return unknown(verdict.failed.why, hub);
  return { kind: 'told', weights: verdict.kind === 'complete' ? verdict : undefined };
}
