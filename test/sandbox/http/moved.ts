import { fullName, type Repository } from '../model.ts';
import type { World } from '../world.ts';
import type { Answer, Call } from './call.ts';

/** Sends the asker on to `rest` of a repository under its id, which no renaming changes. */
export function moved(
  { method, links, query }: Pick<Call, 'method' | 'links' | 'query'>,
  repository: Repository,
  rest: string,
): Answer {
  const search = query.size > 0 ? `?${query}` : '';
  const url = links.api(`/repositories/${repository.id}${rest}${search}`);
  const body = { message: 'Moved Permanently', url, documentation_url: 'https://docs.github.com/rest' };
  // A write keeps its method and its body only with this one.
  return { status: method === 'GET' ? 301 : 307, body, headers: { location: url } };
}

/** The path by name for a path by the repository's id. */
export function pathByName(world: World, path: string): string {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const repository = world.repositories.find((each) => String(each.id) === id);
  return repository ? `/repos/${fullName(repository)}${rest}` : path;
}
