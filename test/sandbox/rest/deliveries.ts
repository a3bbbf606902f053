import type { Delivery } from '../hooks.ts';
import { numberParam, ok, type Call } from '../http/call.ts';
import { notFound } from '../http/errors.ts';
import { forApp, type Route } from '../http/route.ts';

/** What the app's webhook was sent, and sending it again. */
export const deliveryRoutes: Route[] = [
  forApp('GET', '/app/hook/deliveries', listDeliveries),
  forApp('GET', '/app/hook/deliveries/:id', (call) => {
    const delivery = deliveryIn(call);
    return ok({
      ...deliveryShape(delivery),
      url: call.world.hooks.url ?? '',
      request: { headers: delivery.headers, payload: JSON.parse(delivery.payload) as unknown },
      response: { headers: {}, payload: delivery.answer },
    });
  }),
  forApp('POST', '/app/hook/deliveries/:id/attempts', (call) => {
    void call.world.hooks.redeliver(deliveryIn(call).id);
    return { status: 202, body: {} };
  }),
];

// This list is the only one with cursors: newest first, each page ends where the next one begins.
function listDeliveries(call: Call) {
  const perPage = Math.min(Number(call.query.get('per_page') ?? 30) || 30, 100);
  const cursor = Number(call.query.get('cursor')?.replace(/^v1_/, '') ?? Infinity);
  const older = call.world.hooks.deliveries.filter((each) => each.id < cursor).toReversed();
  const items = older.slice(0, perPage);
  const last = items.at(-1);
  const query = new URLSearchParams(call.query);
  query.set('cursor', `v1_${last?.id ?? 0}`);
  const link = `<${call.links.api(call.path)}?${query.toString()}>; rel="next"`;
  return ok(items.map(deliveryShape), older.length > perPage ? { link } : {});
}

function deliveryIn(call: Call): Delivery {
  const id = numberParam(call, 'id');
  const delivery = call.world.hooks.deliveries.find((each) => each.id === id);
  if (!delivery) throw notFound();
  return delivery;
}

function deliveryShape(delivery: Delivery) {
  const status = delivery.status ?? 0;
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.at.toISOString(),
    redelivery: delivery.redelivery,
    duration: Math.round(delivery.duration ?? 0) / 1000,
    status:
      status >= 200 && status < 300
        ? 'OK'
        : status === 0
          ? 'failed to connect to host'
          : 'Invalid HTTP Response',
    status_code: status,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}
