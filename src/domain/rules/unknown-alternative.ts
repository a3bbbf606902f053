import type { Path } from '../document.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Rule } from './rule.ts';

/** Names of other evaluations that lead nowhere. */
export const unknownAlternative: Rule = {
  name: 'unknown-alternative',
  setting: 'note',
  about: 'A related evaluation, or an alternative, is named by an id that no file has.',
  oncePerFile: true,
  judge({ before, after }, { ids }) {
    if (after === undefined) return [];
    const named = new Set(before === undefined ? [] : namedIn(before).map(keyOf));
    return namedIn(after).flatMap(({ path, id }) => {
      const key = keyOf({ path, id });
      if (ids.has(id) || named.has(key)) return [];
      const message = `No evaluation has the id "${id}".`;
      return [{ path, key, message, remedy: 'Mend the id, or take it out.' }];
    });
  },
};

interface Named {
  path: Path;
  id: string;
}

// By its list, not by its place there: an entry before it may have gone.
function keyOf({ path, id }: Named): string {
  return `${path.slice(0, -1).join('.')} ${id}`;
}

function namedIn({ raw }: Evaluation): Named[] {
  const ratings = raw['use_case_ratings'];
  return [
    ...listed(raw['related_entities'], ['related_entities']),
    ...Object.entries(isObject(ratings) ? ratings : {}).flatMap(([name, rating]) =>
      isObject(rating) ? listed(rating['alternatives'], ['use_case_ratings', name, 'alternatives']) : [],
    ),
  ];
}

function listed(list: unknown, path: Path): Named[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((id: unknown, index) =>
    typeof id === 'string' ? [{ path: [...path, index], id }] : [],
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
