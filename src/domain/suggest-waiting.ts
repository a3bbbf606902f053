import { siblingsNamed } from './model-siblings.ts';
import type { CitedPage, Passage } from './suggest-passages.ts';
import type { Confidence, Proposal } from './suggestion.ts';
import { quoted, sentencesOf } from './suggest-text.ts';

// What says that something is still to come.
const PENDING =
  /\b(?:not|never|n't) (?:yet )?(?:been )?(?:yet )?(?:published|released|shipped|available|public|out|open)\b|\bun(?:published|released)\b|\b(?:still|yet) to be (?:published|released)\b|\bwill (?:be )?(?:publish|releas|open-sourc|ship|follow|available)|\bto be (?:published|released|open-sourced)\b|\bcoming (?:soon|weeks|months|in|later)\b|\bexpected (?:soon|in|by|later)\b|\b(?:upcoming|forthcoming)\b|\bpending (?:publication|release)\b/i;

/** Whether a text says that something is still to come. */
export function isStillToCome(text: string): boolean {
  return PENDING.test(text);
}

// What only hints at it, unless the same sentence says that it is there.
const HINT = /\b(?:announced|previewed|preview|beta|teased|planned|rumou?red)\b/i;
const THERE = /\b(?:shipped|released|launched|open-sourced|published|served|available|on Hugging Face)\b/i;

// What is often still to come and is no model: "audits of V4 not yet published".
const OTHER =
  /\b(?:audits?|benchmarks?|cards?|certificat\w+|code|data(?:sets?)?|documentation|evaluations?|papers?|pric\w+|reports?|results?|scores?|spec\w*|stud(?:y|ies)|terms)\b(?:(?!weights)[^,;:]){0,40}$/i;

// What says that the very model of the evaluation has no weights.
const WITHOUT_WEIGHTS =
  /\bnever released\b|\bannounced[ -]only\b|\bannounced,? (?:but )?not (?:yet )?released\b|\bweights (?:are|remain) (?:still )?(?:unavailable|unpublished|not (?:yet )?(?:available|published|released))\b/i;

// Each sentence is read once for each model; the evaluations known to us cite three at most.
const MOST_MODELS = 20;

/**
 * Somebody waits for a model: a sentence says that it is not out, and names it so that its place on the Hub follows from
 * a model that the same evaluation cites.
 */
export function proposeWaiting(passages: readonly Passage[], cited: readonly CitedPage[]): Proposal[] {
  const targets = cited.flatMap(({ upstream }) => (upstream?.source === 'hf-model' ? [upstream.target] : []));
  const models = [...new Set(targets)].slice(0, MOST_MODELS);
  if (models.length === 0) return [];
  return passages.flatMap((passage) =>
    sentencesOf(passage.text).flatMap((sentence) => proposalsFrom(sentence, passage, models)),
  );
}

function proposalsFrom(sentence: string, passage: Passage, models: readonly string[]): Proposal[] {
  const waiting = waitingIn(sentence);
  const without = WITHOUT_WEIGHTS.exec(sentence);
  if (waiting === undefined && without === null) return [];
  const successors = new Set(models.flatMap((model) => siblingsNamed(model, sentence)));
  if (successors.size > 0) {
    if (waiting === undefined) return [];
    const quote = quoted(sentence, waiting.at);
    return [...successors].map((model) => {
      const why = `The text says that ${nameOf(model)} is still to come; a model of the same owner is cited.`;
      return proposal(model, waiting.confidence, why, quote, passage);
    });
  }
  if (without === null) return [];
  const itself = models.filter((model) => plain(nameOf(model)) === plain(passage.evaluation.name));
  return itself.map((model) => {
    const why = `The text says that ${nameOf(model)} itself has no weights yet, and its page is cited.`;
    return proposal(model, 'medium', why, quoted(sentence, without.index), passage);
  });
}

function waitingIn(sentence: string): { confidence: Confidence; at: number } | undefined {
  const pending = PENDING.exec(sentence);
  if (pending !== null && !OTHER.test(sentence.slice(0, pending.index))) {
    return { confidence: /\bweights?\b/i.test(sentence) ? 'high' : 'medium', at: pending.index };
  }
  const hint = HINT.exec(sentence);
  return hint === null || THERE.test(sentence) ? undefined : { confidence: 'low', at: hint.index };
}

function proposal(
  target: string,
  confidence: Confidence,
  why: string,
  quote: string,
  passage: Passage,
): Proposal {
  const watch = { source: 'hf-model', target, when: ['has-weights'], severity: 'high' } as const;
  return { rule: 'waiting', ...watch, confidence, why, quote, passage };
}

function nameOf(model: string): string {
  return model.slice(model.indexOf('/') + 1);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
