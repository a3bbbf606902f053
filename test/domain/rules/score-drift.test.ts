import { scoreDrift } from '../../../src/domain/rules/score-drift.ts';
import { proveRule } from './suite.ts';

const drifted = { criteria: { 'security.a': { score: 60 } }, declared: { security: 71 } };

proveRule(
  scoreDrift,
  {
    before: { ...drifted, declared: { security: 70 } },
    after: drifted,
    line: ['"overall_score": 71', 'overall_score: 71'],
    message: '`security` declares 71, but the mean of its criteria is 60.',
  },
  {
    'within the tolerance': { after: { ...drifted, declared: { security: 70 } } },
    'nothing is declared': { after: { criteria: drifted.criteria } },
  },
);
