import * as z from 'zod';
import {
  inQuarantine,
  judgeYank,
  latestOf,
  lookAtStatus,
  lookForVersions,
  lookForYank,
  type Sighting,
} from './pypi-events.ts';
import { addressOf, askForProject, INDEX } from './pypi-index.ts';
import { withoutDocument } from './package-document.ts';
import { problemWithProjectName } from './pypi-name.ts';
import { pythonVersions } from './pypi-versions.ts';
import type { Ask, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';
import { packageEvidence, shortName, textEvidence } from './version-event.ts';
import { versionOptions } from './version-options.ts';

const Options = z.strictObject(versionOptions(pythonVersions, '1.4.2'));
type Options = z.infer<typeof Options>;

const NEEDS_EVALUATED =
  'Whether it is yanked can be said of one version only. Name the evaluated one, such as evaluated: "1.4.2".';

type Trouble = Exclude<Outcome, { kind: 'ok' }>;

const needsEvaluated: Trouble = { kind: 'unknown', why: NEEDS_EVALUATED, permanent: true };

/** Projects in an index of Python's Simple API: new versions, yanked ones, the state of the project. */
export const pypi: Source<Options> = {
  name: 'pypi',
  conditions: {
    'new-version': { kind: 'edge' },
    yanked: { kind: 'level' },
    status: { kind: 'level' },
    gone: { kind: 'gone' },
  },
  options: Options,
  problemWithTarget: problemWithProjectName,
  problemWithOptions(when, { evaluated }) {
    return when === 'yanked' && evaluated === undefined ? NEEDS_EVALUATED : undefined;
  },
  look,
  facts: { names: ['latest', 'status', 'yanked'], tell },
};

async function look({ target, when, options }: Ask<Options>, tools: SourceTools): Promise<Outcome> {
  const seen = await see(target, tools);
  if (seen.kind !== 'seen') return seen;
  const { sighting } = seen;
  if (when === 'gone') return { kind: 'ok', events: [], identity: sighting.name };
  if (when === 'status') return lookAtStatus(sighting);
  const hidden = inQuarantine(sighting);
  if (hidden !== undefined) return hidden;
  if (when !== 'yanked') return lookForVersions(sighting, options);
  return options.evaluated === undefined ? needsEvaluated : lookForYank(sighting, options.evaluated);
}

async function tell({ target, fact, options }: FactAsk<Options>, tools: SourceTools): Promise<Told> {
  const seen = await see(target, tools);
  if (seen.kind !== 'seen') return seen;
  const { sighting } = seen;
  const evidence = packageEvidence(sighting);
  if (fact === 'status') return { kind: 'ok', value: sighting.project.status, evidence };
  const hidden = inQuarantine(sighting);
  if (hidden !== undefined) return hidden;
  if (fact === 'latest') {
    const latest = latestOf(sighting, options);
    return latest.kind === 'version' ? { kind: 'ok', value: latest.text, evidence } : latest;
  }
  const { evaluated } = options;
  if (evaluated === undefined) return needsEvaluated;
  const judged = judgeYank(sighting, evaluated);
  if (judged.kind !== 'yanked' && judged.kind !== 'live') return judged;
  const value = judged.kind === 'yanked';
  return { kind: 'ok', value, evidence: [...evidence, ...textEvidence('Version', evaluated)] };
}

async function see(
  target: string,
  tools: SourceTools,
): Promise<{ kind: 'seen'; sighting: Sighting } | Trouble> {
  const url = addressOf(target, tools);
  const reply = await askForProject(target, tools);
  if (reply.kind === 'value') {
    const { value: project } = reply;
    return { kind: 'seen', sighting: { source: pypi.name, target, name: project.name, url, project } };
  }
  return withoutDocument(reply, { url, missing: `${INDEX} has no project ${shortName(target)}.` });
}
