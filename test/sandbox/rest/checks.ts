import { z } from 'zod';
import { bodyOf, created, numberParam, ok, param, type RepositoryCall } from '../http/call.ts';
import { ApiError, notAccessible, notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';
import { forRepository, type Route } from '../http/route.ts';
import type { CheckRun } from '../model.ts';
import { annotationShape, checkRunShape } from '../shapes/checks.ts';
import { commitAt } from './repository.ts';

const TEXT_LIMIT = 65_535;
const ANNOTATION_LIMIT = 50;

const Annotation = z.object({
  path: z.string(),
  start_line: z.number().int(),
  end_line: z.number().int(),
  start_column: z.number().int().optional(),
  end_column: z.number().int().optional(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string(),
  title: z.string().optional(),
  raw_details: z.string().optional(),
});

const Output = z.object({
  title: z.string().optional(),
  summary: z.string().max(TEXT_LIMIT, `Only ${TEXT_LIMIT} characters are allowed`),
  text: z.string().max(TEXT_LIMIT, `Only ${TEXT_LIMIT} characters are allowed`).optional(),
  annotations: z
    .array(Annotation)
    .max(ANNOTATION_LIMIT, `No more than ${ANNOTATION_LIMIT} items are allowed`)
    .optional(),
});

const Patch = z.object({
  name: z.string().optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: z
    .enum(['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'])
    .optional(),
  output: Output.optional(),
});

const NewRun = Patch.extend({ name: z.string(), head_sha: z.string() });

/** Check runs and their annotations. */
export const checkRoutes: Route[] = [
  forRepository('POST', '/check-runs', 'checks:write', createRun),
  forRepository('GET', '/check-runs/:id', 'checks:read', (call) =>
    ok(checkRunShape(call.links, call.repository, runIn(call))),
  ),
  forRepository('PATCH', '/check-runs/:id', 'checks:write', (call) => {
    const run = runIn(call);
    if (run.app.id !== call.token.app.id) throw notAccessible();
    change(call, run, bodyOf(call, Patch));
    return ok(checkRunShape(call.links, call.repository, run));
  }),
  forRepository('GET', '/check-runs/:id/annotations', 'checks:read', (call) => {
    const run = runIn(call);
    const { items, headers } = page(call, run.annotations);
    return ok(
      items.map((each) => annotationShape(call.links, call.repository, run, each)),
      headers,
    );
  }),
  forRepository('GET', '/commits/:ref/check-runs', 'checks:read', listRuns),
];

async function createRun(call: RepositoryCall) {
  const wanted = bodyOf(call, NewRun);
  const { world, repository } = call;
  const commit = await repository.git.commitSha(wanted.head_sha);
  if (commit === undefined) throw new ApiError(422, `No commit found for SHA: ${wanted.head_sha}`);
  const { app } = call.token;
  const sibling = repository.checkRuns.find((each) => each.headSha === commit && each.app.id === app.id);
  const run: CheckRun = {
    id: world.nextId(),
    suiteId: sibling?.suiteId ?? world.nextId(),
    app,
    name: wanted.name,
    headSha: commit,
    externalId: '',
    detailsUrl: null,
    status: 'queued',
    conclusion: null,
    startedAt: world.now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
  };
  change(call, run, wanted);
  repository.checkRuns.push(run);
  const shape = checkRunShape(call.links, repository, run);
  return created(shape, shape.url);
}

function change(call: RepositoryCall, run: CheckRun, patch: z.infer<typeof Patch>): void {
  if (patch.status === 'completed' && patch.conclusion === undefined && run.conclusion === null) {
    throw new ApiError(
      422,
      'Invalid request.\n\nNo subschema in "oneOf" matched.\n"conclusion" wasn\'t supplied.',
    );
  }
  run.name = patch.name ?? run.name;
  run.detailsUrl = patch.details_url ?? run.detailsUrl;
  run.externalId = patch.external_id ?? run.externalId;
  run.startedAt = patch.started_at ?? run.startedAt;
  run.conclusion = patch.conclusion ?? run.conclusion;
  // A conclusion completes the run, whatever the status says.
  run.status = patch.conclusion === undefined ? (patch.status ?? run.status) : 'completed';
  run.completedAt = run.status === 'completed' ? (patch.completed_at ?? call.world.now()) : null;
  if (patch.output) changeOutput(run, patch.output);
}

function changeOutput(run: CheckRun, output: z.infer<typeof Output>): void {
  run.title = output.title ?? run.title;
  run.summary = output.summary;
  run.text = output.text ?? run.text;
  // Annotations of every request stay: GitHub has no way to take one back.
  run.annotations = [...run.annotations, ...(output.annotations ?? [])];
}

async function listRuns(call: RepositoryCall) {
  const { query, repository } = call;
  const commit = await commitAt(call, param(call, 'ref'));
  const name = query.get('check_name');
  const app = query.get('app_id');
  const status = query.get('status');
  const found = repository.checkRuns.filter(
    (run) =>
      run.headSha === commit.sha &&
      (name === null || run.name === name) &&
      (app === null || String(run.app.id) === app) &&
      (status === null || run.status === status),
  );
  const wanted = query.get('filter') === 'all' ? found : latest(found);
  const { items, headers } = page(call, wanted.toReversed());
  const runs = items.map((run) => checkRunShape(call.links, repository, run));
  return ok({ total_count: wanted.length, check_runs: runs }, headers);
}

function latest(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((run) => [`${run.suiteId} ${run.name}`, run])).values()];
}

function runIn(call: RepositoryCall): CheckRun {
  const id = numberParam(call, 'id');
  const run = call.repository.checkRuns.find((each) => each.id === id);
  if (!run) throw notFound();
  return run;
}
