import type { Address, Page, Plan } from './plan.ts';
import { scoreOf } from './text.ts';

/** Where the world is to be found. */
export interface Ports {
  port: number;
  closedPort: number;
}

/** A page's address as a client reads it. */
export function pageUrl({ host, path, kind }: Page, { hosts }: Plan, { port, closedPort }: Ports): string {
  return `http://${hosts[host]?.ip}:${kind === 'refused' ? closedPort : port}${path}`;
}

/** A cited address. */
export function addressUrl({ page, fragment }: Address, plan: Plan, ports: Ports): string {
  const found = plan.pages[page];
  if (found === undefined) throw new Error(`no page ${page}`);
  return pageUrl(found, plan, ports) + (fragment === undefined ? '' : `#${fragment}`);
}

/** A citation: the file that makes it, where to, and of what. */
export interface Mention {
  file: number;
  url: string;
  value: string;
}

/** What all files cite, in the order in which it stands, repetitions and all. */
export function mentionsOf(plan: Plan, ports: Ports): Mention[] {
  return plan.files.flatMap((addresses, file) =>
    addresses.flatMap((at) => {
      const address = plan.addresses[at];
      const page = plan.pages[address?.page ?? -1];
      if (address === undefined || page === undefined) return [];
      const value = `A score of ${scoreOf(page, plan.seed)} in run ${page.id}`;
      return [{ file, url: addressUrl(address, plan, ports), value }];
    }),
  );
}
