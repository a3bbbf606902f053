import type { Call } from './call.ts';

/** The part of a list that was asked for, and the `Link` header that leads to the others. */
export function page<T>(call: Call, items: readonly T[]): { items: T[]; headers: Record<string, string> } {
  const perPage = Math.min(positive(call.query.get('per_page'), 30), 100);
  const current = positive(call.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const links = [
    ...(current > 1 ? [link(call, Math.min(current - 1, last), 'prev')] : []),
    ...(current < last ? [link(call, current + 1, 'next'), link(call, last, 'last')] : []),
    ...(current > 1 ? [link(call, 1, 'first')] : []),
  ];
  return {
    items: items.slice((current - 1) * perPage, current * perPage),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

function link(call: Call, number: number, relation: string): string {
  const query = new URLSearchParams(call.query);
  query.set('page', String(number));
  return `<${call.links.api(call.path)}?${query.toString()}>; rel="${relation}"`;
}

function positive(text: string | null, fallback: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : fallback;
}
