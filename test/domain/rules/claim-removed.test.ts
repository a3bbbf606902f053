import { claimRemoved } from '../../../src/domain/rules/claim-removed.ts';
import { proveRule } from './suite.ts';

const one = { criteria: { 'security.a': {} } };
const two = { criteria: { 'security.a': {}, 'security.b': {} } };

proveRule(
  claimRemoved,
  {
    before: two,
    after: one,
    line: ['"criteria": {', 'criteria:'],
    message: 'The claim `security.b` is gone.',
  },
  {
    'a claim is added': { before: one, after: two },
    'a claim changes': { before: one, after: { criteria: { 'security.a': { score: 81 } } } },
    'the evaluation is gone': { before: two },
  },
);
