import { lookAtTag, lookForDeprecation, lookForTagged, lookInRange, type Sighting } from './npm-events.ts';
import { problemWithPackageName } from './npm-name.ts';
import { addressOf, askForPackage, REGISTRY } from './npm-package.ts';
import { currentOf, judgedOf, LATEST, NpmOptions } from './npm-versions.ts';
import { withoutDocument } from './package-document.ts';
import type { Ask, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';
import { packageEvidence, shortName, textEvidence } from './version-event.ts';

/** Packages in a registry of npm's kind: new versions by dist-tag or range, deprecations, moved tags. */
export const npm: Source<NpmOptions> = {
  name: 'npm',
  conditions: {
    'new-version': { kind: 'edge' },
    deprecated: { kind: 'level' },
    // A tag that returns to an older version has changed, too. Two looks, for registries are caches that disagree for a
    // while.
    'dist-tag-changed': { kind: 'edge', remembers: 1, confirm: 2 },
    gone: { kind: 'gone' },
  },
  options: NpmOptions,
  problemWithTarget: problemWithPackageName,
  look,
  facts: { names: ['latest', 'deprecated'], tell },
};

type Trouble = Exclude<Outcome, { kind: 'ok' }>;

async function look({ target, when, options }: Ask<NpmOptions>, tools: SourceTools): Promise<Outcome> {
  const seen = await see(target, tools);
  if (seen.kind !== 'seen') return seen;
  const { sighting } = seen;
  switch (when) {
    case 'gone':
      return { kind: 'ok', events: [], identity: sighting.name };
    case 'deprecated':
      return lookForDeprecation(sighting, options);
    case 'dist-tag-changed':
      return lookAtTag(sighting, options.tag ?? LATEST);
    default:
      return options.range === undefined
        ? lookForTagged(sighting, options)
        : lookInRange(sighting, options, options.range);
  }
}

async function tell({ target, fact, options }: FactAsk<NpmOptions>, tools: SourceTools): Promise<Told> {
  const seen = await see(target, tools);
  if (seen.kind !== 'seen') return seen;
  const { pkg } = seen.sighting;
  const found = fact === 'latest' ? currentOf(pkg, options) : judgedOf(pkg, options);
  if (found.kind !== 'version') return found;
  const { text } = found.version;
  const evidence = [...packageEvidence(seen.sighting), ...textEvidence('Version', text)];
  const value = fact === 'latest' ? text : (pkg.deprecated.get(text) ?? null);
  return { kind: 'ok', value, evidence };
}

async function see(
  target: string,
  tools: SourceTools,
): Promise<{ kind: 'seen'; sighting: Sighting } | Trouble> {
  const url = addressOf(target, tools);
  const reply = await askForPackage(target, tools);
  if (reply.kind === 'value') {
    const { value: pkg } = reply;
    return { kind: 'seen', sighting: { source: npm.name, target, name: pkg.name, url, pkg } };
  }
  const missing = `${REGISTRY} shows no package ${shortName(target)}: it is missing or private.`;
  return withoutDocument(reply, { url, missing });
}
