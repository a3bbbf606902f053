import { withoutPage } from './hf-absence.ts';
import { unknown } from './hf-hub.ts';
import { licenseOf } from './hf-license.ts';
import { weightsOf } from './hf-model-weights.ts';
import { seePage, type Page, type SeenPage } from './hf-page.ts';
import type { ModelOptions } from './hf-options.ts';
import { pageEvidence, tokenFact } from './hf-words.ts';
import type { Fact, FactAsk, Facts, SourceTools, Told } from './source.ts';

/** What a claim about a model can be held against. */
export const modelFacts: Facts<ModelOptions> = { names: ['license', 'gated', 'exists', 'weights'], tell };

async function tell({ target, fact, options }: FactAsk<ModelOptions>, tools: SourceTools): Promise<Told> {
  const page = await seePage(target, tools);
  if (page.kind === 'gated' && fact === 'exists') return told(page, true);
  if (page.kind !== 'seen') return withoutPage(page);
  switch (fact) {
    case 'exists':
      return told(page, true);
    case 'gated':
      return told(page, page.model.gated === true ? 'yes' : page.model.gated);
    case 'license': {
      const license = licenseOf(page.model.cardData);
      return 'why' in license ? unknown(license.why, page.hub) : told(page, license.name);
    }
    default:
      return tellOfWeights(page, options, tools);
  }
}

async function tellOfWeights(page: SeenPage, rule: ModelOptions, tools: SourceTools): Promise<Told> {
  const answer = await weightsOf(page, rule, tools);
  return answer.kind === 'unknown' ? answer : told(page, answer.weights !== undefined);
}

function told(page: Page, value: Fact): Told {
  const model = page.kind === 'seen' ? page.model : { id: page.target, sha: undefined };
  return {
    kind: 'ok',
    value,
    evidence: [...pageEvidence(page.hub, model.id, model.sha), ...tokenFact(page.hub)],
  };
}
