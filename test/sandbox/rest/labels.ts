import { z } from 'zod';
import { editIssue, ensureLabels } from '../deeds/issues.ts';
import { bodyOf, created, ok, param, type RepositoryCall } from '../http/call.ts';
import { invalid, notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';
import { forRepository, type Need, type Route } from '../http/route.ts';
import { labelShape, labelsOf } from '../shapes/issues.ts';
import { issueIn } from './issues.ts';

const NewLabel = z.object({ name: z.string(), color: z.string().optional() });
const Names = z.object({ labels: z.array(z.string()) });

const WRITE: Need[] = ['issues:write', 'pull_requests:write'];

/** The labels of a repository and of its issues. */
export const labelRoutes: Route[] = [
  forRepository('GET', '/labels', 'issues:read', (call) => {
    const { items, headers } = page(call, [...call.repository.labels.values()]);
    return ok(
      items.map(({ name }) => labelShape(call.links, call.repository, name)),
      headers,
    );
  }),
  forRepository('POST', '/labels', WRITE, (call) => {
    const { name, color } = bodyOf(call, NewLabel);
    if (call.repository.labels.has(name.toLowerCase())) {
      throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' });
    }
    ensureLabels(call.world, call.repository, [name]);
    const label = call.repository.labels.get(name.toLowerCase());
    if (label && color !== undefined) label.color = color;
    const shape = labelShape(call.links, call.repository, name);
    return created(shape, shape.url);
  }),
  forRepository('GET', '/issues/:number/labels', 'issues:read', (call) =>
    ok(labelsOf(call.links, call.repository, issueIn(call))),
  ),
  forRepository('POST', '/issues/:number/labels', WRITE, (call) => {
    const { labels } = bodyOf(call, Names);
    return relabel(call, [...issueIn(call).labels, ...labels]);
  }),
  forRepository('DELETE', '/issues/:number/labels/:name', WRITE, (call) => {
    const name = param(call, 'name').toLowerCase();
    const { labels } = issueIn(call);
    const kept = labels.filter((label) => label.toLowerCase() !== name);
    if (kept.length === labels.length) throw notFound();
    return relabel(call, kept);
  }),
];

async function relabel(call: RepositoryCall, labels: readonly string[]) {
  const issue = issueIn(call);
  await editIssue(call.world, call.repository, { issue, actor: call.actor, patch: { labels } });
  return ok(labelsOf(call.links, call.repository, issue));
}
