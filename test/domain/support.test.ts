import { expect, test } from 'vitest';
import { freshnessJudge } from '../../src/domain/freshness.ts';
import { supportOf } from '../../src/domain/support.ts';
import { day, evaluationFrom, policyFrom, type CriterionWish } from '../helpers/evaluations.ts';

const stale = { verified: '2020-01-01' };
const due = { verified: '2025-12-25' };

function support(
  criteria: Record<string, CriterionWish>,
  dead: readonly string[] = [],
  weights = 'balanced',
) {
  const evaluation = evaluationFrom({ criteria });
  const freshness = freshnessJudge(policyFrom('').freshness)(evaluation, day('2026-06-20'));
  return supportOf(evaluation, freshness, (url) => dead.includes(url), weights);
}

test('a score is supported by what is fresh or due', () => {
  expect(support({ 'security.a': {}, 'security.b': due })).toBe(100);
  expect(support({ 'security.a': {}, 'security.b': stale, 'security.c': stale })).toBe(33);
  expect(support({ 'security.a': {}, 'security.b': {}, 'security.c': { verified: undefined } })).toBe(67);
  expect(support({ 'security.a': stale })).toBe(0);
});

test('a claim stands while one of its sources lives', () => {
  const urls = ['https://a.example/', 'https://b.example/'];
  expect(support({ 'security.a': { urls } }, ['https://a.example/'])).toBe(100);
  expect(support({ 'security.a': { urls } }, urls)).toBe(0);
});

test('a claim that cites no address has none that can die', () => {
  expect(support({ 'security.a': { urls: [] } })).toBe(100);
});

test('a stale claim is not saved by a living source', () => {
  expect(support({ 'security.a': { ...stale, urls: ['https://a.example/'] } })).toBe(0);
});

test('each dimension has its weight, however many criteria it has', () => {
  const criteria = {
    'security.a': stale,
    'privacy_compliance.a': {},
    'privacy_compliance.b': {},
    'privacy_compliance.c': {},
  };
  expect(support(criteria)).toBe(50);
  expect(support(criteria, [], 'security_first')).toBe(46);
});

test('what is not scored supports nothing and weighs nothing', () => {
  expect(support({ 'security.a': {}, 'security.b': { ...stale, score: undefined } })).toBe(100);
  expect(support({ 'security.a': { score: undefined } })).toBeUndefined();
});
