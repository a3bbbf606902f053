import { advisoryGhsa } from './advisory-ghsa.ts';
import { advisory } from './advisory.ts';
import { endoflife } from './endoflife.ts';
import { feed } from './feed.ts';
import { githubRelease } from './github-release.ts';
import { githubRepo } from './github-repo.ts';
import { githubTag } from './github-tag.ts';
import { hfModel } from './hf-model.ts';
import { hfOrg } from './hf-org.ts';
import { json } from './json.ts';
import { npm } from './npm.ts';
import { openrouter } from './openrouter.ts';
import { page } from './page.ts';
import { pypi } from './pypi.ts';
import type { Source } from './source.ts';

/** Every upstream that a watch can name: one line each. */
const register: readonly Source[] = [
  advisoryGhsa,
  advisory,
  endoflife,
  feed,
  githubRelease,
  githubRepo,
  githubTag,
  hfModel,
  hfOrg,
  json,
  npm,
  openrouter,
  page,
  pypi,
];

/** The same by name. */
export const sources: ReadonlyMap<string, Source> = new Map(register.map((source) => [source.name, source]));
