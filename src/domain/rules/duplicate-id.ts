import type { Rule } from './rule.ts';

/** Ids that two evaluations share. */
export const duplicateId: Rule = {
  name: 'duplicate-id',
  setting: 'fail',
  about: 'Another evaluation of the repository has the same id.',
  judge({ file, after }, { ids }) {
    const id = after === undefined ? undefined : givenId(after.raw);
    const other = id === undefined ? undefined : ids.get(id)?.find((one) => one !== file);
    if (other === undefined) return [];
    const message = `The id "${id}" stands in ${other} too.`;
    return [{ path: ['id'], message, remedy: 'Give one of the two another id.' }];
  },
};

/** The id that a file gives itself; an empty one is none. */
export function givenId(raw: Readonly<Record<string, unknown>>): string | undefined {
  const id = raw['id'];
  return typeof id === 'number' ? String(id) : typeof id === 'string' && id !== '' ? id : undefined;
}
