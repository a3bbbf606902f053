import { expect, test } from 'vitest';
import { offeredEdits } from '../../src/render/offer.ts';
import * as make from './builders.ts';

test('changes that a person has to make stand in the order of their lines', () => {
  const one = make.claim('security', 'audit');
  const two = make.claim('security', 'encryption');
  const edits = [two, one].map(({ path }) => ({ path: [...path, 'last_verified'], value: '2026-07-20' }));
  const about = make.evaluation([one, two], {
    locate: (path) => ({ line: path[3] === 'audit' ? 9 : 20, column: 1 }),
  });
  expect(offeredEdits([{ evaluation: about, edits }], make.origin)).toMatchInlineSnapshot(`
    "The bot may not write to this repository, so these changes are for you to make:

    [edit \`data/models/minimax-m2.json\`](https://git.example/acme/evals/edit/main/data/models/minimax-m2.json)

    | line | field | new value |
    | --- | --- | --- |
    | 9 | \`trust_vector.security.criteria.audit.last_verified\` | \`2026-07-20\` |
    | 20 | \`trust_vector.security.criteria.encryption.last_verified\` | \`2026-07-20\` |

    With the permission \`contents: write\` it opens a pull request instead."
  `);
});
