import * as z from 'zod';
import type { Document, Path, SourceFile } from './document.ts';
import { compilePattern } from './pattern.ts';
import { placed, type Complaint, type Problem } from './problem.ts';
import { readDocument } from './read-document.ts';

const APP_FILES = new Set(['.github/stale.yml', '.github/stale.yaml']);
const isWorkflow = compilePattern('.github/workflows/*.{yml,yaml}');

const days = z.coerce.number().optional().catch(undefined);
const text = z.string().default('').catch('');

/** The inputs of `actions/stale` that decide whether a quiet issue of ours would be touched. */
const ActionInputs = z.object({
  'days-before-stale': days,
  'days-before-issue-stale': days,
  'exempt-issue-labels': text,
  'only-labels': text,
  'only-issue-labels': text,
  'any-of-labels': text,
  'any-of-issue-labels': text,
});

const Workflow = z.object({ jobs: z.record(z.string(), z.unknown()) });
const Job = z.object({ steps: z.array(z.unknown()) });
const Step = z.object({ uses: z.string(), with: ActionInputs.prefault({}) });

const labelList = z.array(z.string()).default([]).catch([]);
const Limits = z.object({
  daysUntilStale: z.number().optional().catch(undefined),
  exemptLabels: labelList,
  onlyLabels: labelList,
});
/** The settings of the Stale app (probot/stale); those under `issues` go before the others. */
const AppSettings = z.object({
  only: text,
  issues: z.record(z.string(), z.unknown()).default({}).catch({}),
});

/** Labels that every issue of ours has, the one to exempt first. */
type OurLabels = readonly [string, ...string[]];

/** Whether a file of a repository may set up a bot that closes quiet issues. */
export function maySetUpStaleBot(path: string): boolean {
  return APP_FILES.has(path) || isWorkflow(path);
}

/**
 * Notes where a file sets up a bot that closes issues for being quiet, ours among them: `actions/stale` or the Stale app.
 * What cannot be told gives no note.
 */
export function staleBotsIn(file: SourceFile, ours: OurLabels): Problem[] {
  const document = readDocument(file).value;
  if (!document) return [];
  return placed(document, APP_FILES.has(file.path) ? ofApp(document, ours) : ofWorkflow(document, ours));
}

function ofWorkflow({ value }: Document, ours: OurLabels): Complaint[] {
  const workflow = Workflow.safeParse(value);
  return Object.entries(workflow.data?.jobs ?? {}).flatMap(([name, job]) => {
    const steps = Job.safeParse(job).data?.steps ?? [];
    return steps.flatMap((step, index) => ofStep(step, ['jobs', name, 'steps', index, 'uses'], ours));
  });
}

function ofStep(written: unknown, path: Path, ours: OurLabels): Complaint[] {
  const step = Step.safeParse(written).data;
  if (!step || !/^actions\/stale@/i.test(step.uses)) return [];
  const inputs = step.with;
  const isSparing = (inputs['days-before-issue-stale'] ?? inputs['days-before-stale'] ?? 60) < 0;
  const exempt = namesIn(inputs['exempt-issue-labels']);
  // All of these are needed, and any of those.
  const only = namesIn(inputs['only-issue-labels'] || inputs['only-labels']);
  const anyOf = namesIn(inputs['any-of-issue-labels'] || inputs['any-of-labels']);
  const isOther = otherThan(ours);
  const picksOthers = only.some(isOther) || (anyOf.length > 0 && anyOf.every(isOther));
  // What an expression comes to is known when it runs.
  const isUnknown = [...exempt, ...only, ...anyOf].some((label) => label.includes('${{'));
  if (isSparing || picksOthers || isUnknown || !exempt.every(isOther)) return [];
  return [complaint(path, `\`exempt-issue-labels: ${[...exempt, ours[0]].join(',')}\``)];
}

function ofApp({ value }: Document, ours: OurLabels): Complaint[] {
  const settings = AppSettings.safeParse(value).data;
  if (!settings || settings.only === 'pulls') return [];
  const limits = Limits.parse({ ...(value as object), ...settings.issues });
  const isOther = otherThan(ours);
  if (limits.onlyLabels.some(isOther) || !limits.exemptLabels.every(isOther)) return [];
  return [complaint([], `\`exemptLabels: [${[...limits.exemptLabels, ours[0]].join(', ')}]\``)];
}

// GitHub's labels know no case.
function otherThan(ours: OurLabels): (label: string) => boolean {
  const known = new Set(ours.map((label) => label.toLowerCase()));
  return (label) => !known.has(label.toLowerCase());
}

function complaint(path: Path, setting: string): Complaint {
  const message = 'This closes issues for being quiet, those of Reverify, too.';
  return { rule: 'stale-bot', level: 'note', path, message, remedy: `Set ${setting} there.` };
}

function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
