import { claimRemoved } from './claim-removed.ts';
import { confidenceUnsupported } from './confidence-unsupported.ts';
import { dateWentBack } from './date-went-back.ts';
import { duplicateEvidence } from './duplicate-evidence.ts';
import { duplicateId } from './duplicate-id.ts';
import { evidenceAged } from './evidence-aged.ts';
import { evidenceRemoved } from './evidence-removed.ts';
import { futureDate } from './future-date.ts';
import { invalid } from './invalid.ts';
import { nonHttps } from './non-https.ts';
import { restampDead } from './restamp-dead.ts';
import { restamp } from './restamp.ts';
import type { Rule } from './rule.ts';
import { scoreDrift } from './score-drift.ts';
import { scoreWithoutEvidence } from './score-without-evidence.ts';
import { unknownAlternative } from './unknown-alternative.ts';
import { watchUnmet } from './watch-unmet.ts';

/** The rules of a review, in the order in which they speak. */
export const rules: readonly Rule[] = [
  invalid,
  duplicateId,
  futureDate,
  scoreDrift,
  restampDead,
  watchUnmet,
  scoreWithoutEvidence,
  evidenceRemoved,
  claimRemoved,
  dateWentBack,
  duplicateEvidence,
  unknownAlternative,
  confidenceUnsupported,
  evidenceAged,
  nonHttps,
  restamp,
];
