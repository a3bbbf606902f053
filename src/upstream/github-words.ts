import type { EventEvidence } from '../domain/event.ts';
import { sameName } from '../domain/github-moves.ts';
import type { Repository } from './github-parts.ts';

/** A text from upstream in a sentence of ours: one line, at most so many characters, nothing that looks like markup. */
export function plain(text: string, longest: number): string {
  const characters = Array.from(
    text
      .slice(0, 2 * longest)
      .replaceAll(/[\p{C}\p{Z}`*[\]<>]+/gu, ' ')
      .trim(),
  );
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}

/** A name in an event's id: everything but printable ASCII is escaped. */
export function inId(name: string): string {
  return name.replaceAll(/[^!-~]+/g, encodeURIComponent);
}

/** The page of a tag, and of its release where it has one. */
export function tagPage({ url }: Repository, tag: string): string {
  return `${url}/releases/tag/${encodeURIComponent(tag)}`;
}

/** What is told beneath every event of a repository whose name is not the one in the watch. */
export function renamed({ nameWithOwner, url }: Repository, target: string): EventEvidence[] {
  if (sameName(nameWithOwner, target)) return [];
  const text = `${target} is now ${nameWithOwner}: name it so in the watch`;
  return [{ label: 'Renamed', text: plain(text, 300), url }];
}
