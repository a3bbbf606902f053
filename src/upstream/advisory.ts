import {
  advisoryOptions,
  COUNT,
  countAdvisories,
  lookAtAdvisories,
  type AdvisoryOptions,
} from './advisory-judge.ts';
import { readOsv } from './advisory-osv.ts';
import { problemWithPackage } from './advisory-package.ts';
import type { Source } from './source.ts';

/**
 * Security advisories about a package, as OSV collects them. It shows no advisory that was withdrawn, so that only
 * `advisory-ghsa` knows that condition.
 */
export const advisory: Source<AdvisoryOptions> = {
  name: 'advisory',
  conditions: { 'new-advisory': { kind: 'edge' } },
  options: advisoryOptions,
  problemWithTarget: problemWithPackage,
  look: (ask, tools) => lookAtAdvisories('advisory', ask, tools, readOsv),
  facts: { names: [COUNT], tell: (ask, tools) => countAdvisories(ask, tools, readOsv) },
};
