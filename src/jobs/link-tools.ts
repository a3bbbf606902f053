import type { Memory } from '../domain/memory.ts';
import type { LinkDoor } from '../domain/verdict.ts';
import type { GitHub } from '../github/client.ts';
import { createLinkDoor } from '../github/link-door.ts';
import type { Head } from '../github/repositories.ts';
import type { Tools } from './tools.ts';

/** Tools with doors for the pages that are better not asked for. */
export interface LinkTools extends Tools {
  doors?: readonly LinkDoor[];
}

/** Tools that look at GitHub's own pages through its API, as the installation in one repository sees them. */
export function withGitHubDoor(github: GitHub, { id, url }: Head, tools: Tools): LinkTools {
  const door = createLinkDoor(github, { webOrigin: new URL(url).origin, log: tools.log });
  return { ...tools, doors: [door], memory: apart(tools.memory, door, `repository-${id}`) };
}

const PREFIX = 'link:';

/**
 * A memory that keeps what is known of a door's pages apart from what others know of them. An installation sees its own
 * private repositories and no others: what one was shown is not another's to know, nor missing because another missed it.
 */
export function apart(memory: Memory, door: Pick<LinkDoor, 'takes'>, name: string): Memory {
  function own(key: string): string {
    if (!key.startsWith(PREFIX)) return key;
    const page = key.slice(PREFIX.length);
    return door.takes(page) ? `${PREFIX}${name} ${page}` : key;
  }
  return {
    get: (key) => memory.get(own(key)),
    set: (key, value) => memory.set(own(key), value),
    // With the names of all: whoever forgets old records comes by the key itself, which is no page.
    ...(memory.keys && { keys: memory.keys.bind(memory) }),
    flush: () => memory.flush(),
  };
}
