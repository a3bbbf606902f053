import { nonHttps } from '../../../src/domain/rules/non-https.ts';
import { proveRule } from './suite.ts';

const citing = (...urls: string[]) => ({ criteria: { 'security.a': { urls } } });

proveRule(
  nonHttps,
  {
    before: citing('https://a.example/'),
    after: citing('https://a.example/', 'http://b.example/'),
    line: ['"url": "http://b.example/"', 'url: http://b.example/'],
    message: '`security.a` cites `http://b.example/`, which is not https.',
  },
  {
    'https only': { after: citing('https://a.example/?from=http://b.example/') },
    'its evidence stays as it is': {
      before: citing('http://b.example/'),
      after: { criteria: { 'security.a': { urls: ['http://b.example/'], score: 81 } } },
    },
  },
);
