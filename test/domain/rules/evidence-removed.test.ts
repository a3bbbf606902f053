import { evidenceRemoved } from '../../../src/domain/rules/evidence-removed.ts';
import { proveRule } from './suite.ts';

const citing = (...urls: string[]) => ({ criteria: { 'security.a': { urls } } });
const [a, b, c] = ['https://a.example/', 'https://b.example/', 'https://c.example/'];

proveRule(
  evidenceRemoved,
  {
    before: citing(a, b),
    after: citing(b),
    line: ['"evidence": [', 'evidence:'],
    message: '`security.a` no longer cites `https://a.example/`, and nothing new stands in its place.',
  },
  {
    'another source stands in its place': { before: citing(a, b), after: citing(b, c) },
    'the order changed': { before: citing(a, b), after: citing(b, a) },
    'the whole claim is gone': { before: citing(a), after: { criteria: {} } },
  },
);
