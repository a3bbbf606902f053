import { pageOf } from '../addresses.ts';
import type { Claim, Evidence } from '../evaluation.ts';
import type { Remark, Rule } from './rule.ts';

/** Evidence that one claim gives twice. */
export const duplicateEvidence: Rule = {
  name: 'duplicate-evidence',
  setting: 'warn',
  about: 'A claim cites the same page twice for the same words.',
  judge({ claims }, { fields }) {
    return claims.flatMap(({ before, after, fields: changed }) =>
      after && (!before || changed.includes(fields.evidence)) ? repeatsIn(after) : [],
    );
  },
};

function repeatsIn({ name, evidence }: Claim): Remark[] {
  const seen = new Set<string>();
  return evidence.flatMap((entry): Remark[] => {
    const key = keyOf(entry);
    if (key === undefined) return [];
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `\`${name}\` cites \`${entry.url}\` twice for the same words.`;
    return [{ path: entry.path, key: `${name}\n${key}`, message, remedy: 'Take one of the two away.' }];
  });
}

function keyOf({ url, value }: Evidence): string | undefined {
  if (url === undefined) return undefined;
  return `${pageOf(url) ?? url}\n${value.trim().toLowerCase()}`;
}
