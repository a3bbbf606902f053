import type { CitedPage } from './suggest-passages.ts';
import type { Proposal } from './suggestion.ts';
import { quoted } from './suggest-text.ts';

type Watched = Pick<Proposal, 'rule' | 'source' | 'when' | 'severity' | 'why'>;

const model: Watched = {
  rule: 'model',
  source: 'hf-model',
  when: ['weights-changed', 'license-changed', 'gone'],
  severity: 'medium',
  why: 'The model is cited as a source; its files and its license can change behind the same address.',
};
const npm: Watched = {
  rule: 'package',
  source: 'npm',
  when: ['new-version', 'deprecated'],
  severity: 'medium',
  why: 'The package is cited as a source, and what is said of it holds for the version that was looked at.',
};
const repository: Watched = {
  rule: 'repository',
  source: 'github-repo',
  when: ['archived', 'moved', 'gone'],
  severity: 'medium',
  why: 'The repository is cited as a source, and nobody tells its readers when it is archived or moved.',
};
const release: Watched = {
  rule: 'repository',
  source: 'github-release',
  when: ['new-release'],
  severity: 'medium',
  why: 'A release of the repository is cited, and what is said of it ends with the next one.',
};

const watched = { 'hf-model': model, npm, pypi: { ...npm, source: 'pypi', when: ['new-version', 'yanked'] } };

/** A cited page of a model, a package or a repository is worth a watch on the thing itself. */
export function proposeCited(cited: readonly CitedPage[]): Proposal[] {
  return cited.flatMap((citation) => {
    const { upstream } = citation;
    switch (upstream?.source) {
      case 'hf-model':
      case 'npm':
      case 'pypi':
        return [proposal(watched[upstream.source], upstream.target, citation)];
      case 'github-repo':
        return [
          proposal(repository, upstream.target, citation),
          ...(upstream.ofRelease || namesVersion(citation)
            ? [proposal(release, upstream.target, citation)]
            : []),
        ];
      default:
        return [];
    }
  });
}

function proposal(what: Watched, target: string, { passage, page }: CitedPage): Proposal {
  const confidence = passage.claim === undefined ? 'medium' : 'high';
  return { ...what, target, confidence, quote: quoted(page), passage };
}

// `v0.23`, `2.1.0`; a model's own `V3.2` is written with a capital.
function namesVersion({ title, says }: CitedPage): boolean {
  return /(?:^|[\s(])(?:v\d+\.\d+|\d+\.\d+\.\d+)/.test(`${title} ${says?.text ?? ''}`);
}
