import { readGhsa } from './advisory-ghsa-read.ts';
import {
  advisoryOptions,
  COUNT,
  countAdvisories,
  lookAtAdvisories,
  type AdvisoryOptions,
} from './advisory-judge.ts';
import { problemWithPackage } from './advisory-package.ts';
import type { Source } from './source.ts';

/** Security advisories about a package, as GitHub's database of advisories has them. */
export const advisoryGhsa: Source<AdvisoryOptions> = {
  name: 'advisory-ghsa',
  conditions: { 'new-advisory': { kind: 'edge' }, withdrawn: { kind: 'edge' } },
  options: advisoryOptions,
  problemWithTarget: problemWithPackage,
  look: (ask, tools) => lookAtAdvisories('advisory-ghsa', ask, tools, readGhsa),
  facts: { names: [COUNT], tell: (ask, tools) => countAdvisories(ask, tools, readGhsa) },
};
