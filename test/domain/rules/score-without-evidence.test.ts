import { scoreWithoutEvidence } from '../../../src/domain/rules/score-without-evidence.ts';
import { proveRule } from './suite.ts';

const scored = (score: number, more: object = {}) => ({ criteria: { 'security.a': { score, ...more } } });

proveRule(
  scoreWithoutEvidence,
  {
    before: scored(80),
    after: scored(90),
    line: ['"score": 90', 'score: 90'],
    message: 'The score of `security.a` moves from 80 to 90, its evidence stays as it was.',
  },
  {
    'its evidence changed': { before: scored(80), after: scored(90, { urls: ['https://new.example/'] }) },
    'the score stays': { before: scored(80), after: scored(80, { confidence: 'low' }) },
    'the claim is new': { after: scored(90) },
  },
);
