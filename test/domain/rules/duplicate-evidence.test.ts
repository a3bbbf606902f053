import { duplicateEvidence } from '../../../src/domain/rules/duplicate-evidence.ts';
import { proveRule } from './suite.ts';

const citing = (...entries: (readonly [string, string])[]) => ({
  criteria: {
    'security.a': { more: { evidence: entries.map(([url, value]) => ({ source: 'S', url, value })) } },
  },
});

proveRule(
  duplicateEvidence,
  {
    before: citing(['https://a.example/', 'One']),
    after: citing(['https://a.example/', 'One'], ['https://A.example', 'one ']),
    line: ['{', '- source: S'],
    message: '`security.a` cites `https://A.example` twice for the same words.',
  },
  {
    'one page for two facts': { after: citing(['https://a.example/', 'One'], ['https://a.example/', 'Two']) },
    'two pages for one fact': { after: citing(['https://a.example/', 'One'], ['https://b.example/', 'One']) },
  },
);
