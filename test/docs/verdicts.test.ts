import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tiers, type Verdict } from '../../src/domain/verdict.ts';
import { verdictSentence } from '../../src/render/verdict.ts';

/** The reasons that have a sentence of their own, which stands second. */
const particular: Partial<Record<Verdict, string>> = {
  'not-found': 'private or gone',
  'redirected-permanent': 'trivial',
};

const page = readFileSync(new URL('../../docs/links.md', import.meta.url), 'utf8');

/** What the tables of verdicts say: `verdict: tier: sentence`, a line for each sentence. */
function documented(): string[] {
  const [, section = ''] = /\n## Verdicts\r?\n([\s\S]*?)\n## /.exec(page) ?? [];
  return section.split(/\r?\n/).flatMap((line) => {
    const [verdict, tier, , sentences = ''] = line
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim());
    if (!verdict?.startsWith('`')) return [];
    return sentences.split('<br>').map((sentence) => `${verdict}: ${tier}: ${sentence}`);
  });
}

it('has each verdict once in docs/links.md, with its tier and its sentence, and no other', () => {
  const verdicts = Object.keys(tiers) as Verdict[];
  const told = verdicts.flatMap((verdict) => {
    const reasons = ['…', particular[verdict] ?? []].flat();
    return reasons.map(
      (reason) => `\`${verdict}\`: \`${tiers[verdict]}\`: ${verdictSentence(verdict, reason)}`,
    );
  });
  expect(documented().toSorted()).toEqual(told.toSorted());
});

it('says in docs/links.md what each tier means', () => {
  const [, section = ''] = /\n## Tiers\r?\n([\s\S]*?)\n## /.exec(page) ?? [];
  const named = [...section.matchAll(/^\| `(\w+)` /gm)].map((match) => match[1]);
  expect(named.toSorted()).toEqual([...new Set(Object.values(tiers))].toSorted());
});
