import { expect, test } from 'vitest';
import { unknownAlternative } from '../../../src/domain/rules/unknown-alternative.ts';
import { proveRule, reviewBy } from './suite.ts';

const related = (...related_entities: string[]) => ({ more: { related_entities } });

proveRule(
  unknownAlternative,
  {
    before: related('glm-5'),
    after: related('glm-5', 'glm-55'),
    rest: [{ id: 'glm-5' }],
    line: ['"glm-55"', '- glm-55'],
    message: 'No evaluation has the id "glm-55".',
  },
  {
    'all are known': { after: related('glm-5', 'sample'), rest: [{ id: 'glm-5' }] },
    'it was named before': { before: related('x', 'glm-55'), after: related('glm-55') },
  },
);

test('alternatives of a use case are looked up, too', () => {
  const more = { use_case_ratings: { chat: { overall: 80, alternatives: ['nobody'] } } };
  expect(reviewBy(unknownAlternative, { after: { more } }).problems).toMatchObject([
    { field: 'use_case_ratings.chat.alternatives.0', message: 'No evaluation has the id "nobody".' },
  ]);
});
