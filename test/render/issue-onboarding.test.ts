import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { patternsFor } from '../../src/domain/propose-patterns.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { issueBody } from '../../src/render/issue.ts';
import { onboardingBody } from '../../src/render/issue-onboarding.ts';
import { proposedPolicy } from '../../src/render/proposed-policy.ts';
import { policyFrom } from '../helpers/evaluations.ts';
import * as make from './builders.ts';
import { expectHarmless, hostile } from './hostile.ts';
import { read } from './markdown.ts';

test('a new repository is told what was found, what would happen, and how to begin', () => {
  const { setup } = make.onboarding({
    problems: 2,
    waiting: 1,
    advice: [
      '`.github/workflows/stale.yml:7`: This closes issues. Set `exempt-issue-labels: reverify` there.',
    ],
  });
  expect(onboardingBody(setup, make.origin, 60_000)).toMatchInlineSnapshot(`
    "Reverify keeps evaluations fresh: it opens an issue where claims have passed their verification age, and closes it once they are verified again.
    Nobody has configured it for this repository: until \`.github/reverify.yml\` is there, it writes nothing but this issue.
    To begin, create that file with the link below; this issue then closes by itself. If you do not want Reverify here, close this issue: it stays closed.

    ### What was found

    3 evaluations with 97 claims, of which 30 would be stale. 2 problems in the files would be listed to mend.

    ### What would be opened on the first day

    - Re-verify MiniMax-M2: 34 of 34 claims are past their age
    - Reverify dashboard

    1 further issue would wait for later days, on the dashboard.

    Issues about links and upstream events come once they have been looked at.

    ### What stands in the bot’s way

    - \`.github/workflows/stale.yml:7\`: This closes issues. Set \`exempt-issue-labels: reverify\` there.

    ### The configuration to begin with

    Change what you like, and [create \`.github/reverify.yml\`](https://git.example/acme/evals/new/main?filename=.github%2Freverify.yml&value=%23%20An%20empty%20file%20means%20the%20defaults.%0Aevaluations%3A%20%23%20%2A%20stands%20for%20anything%20but%20%2F%2C%20%2A%2A%20for%20anything%0A%20%20-%20'data%2F%2A%2A%2F%2A.%7Bjson%2Cyml%2Cyaml%7D'%0Afreshness%3A%0A%20%20maxAge%3A%20180d%20%23%20a%20claim%20is%20stale%20when%20its%20last%20verification%20is%20older%0Aissues%3A%0A%20%20maxNew%3A%205%20%23%20at%20most%20so%20many%20new%20issues%20a%20day%0A%23%20mode%3A%20dashboard-only%20%23%20says%20everything%20in%20one%20issue%2C%20and%20opens%20no%20other%0A):

    \`\`\`yaml
    # An empty file means the defaults.
    evaluations: # * stands for anything but /, ** for anything
      - 'data/**/*.{json,yml,yaml}'
    freshness:
      maxAge: 180d # a claim is stale when its last verification is older
    issues:
      maxNew: 5 # at most so many new issues a day
    # mode: dashboard-only # says everything in one issue, and opens no other
    \`\`\`

    On a pull request to it Reverify says which issues it would open and close."
  `);
});

test('a repository in which nothing is to be done yet is told so', () => {
  const { setup } = make.onboarding({ opens: [], claims: { total: 1, stale: 0 }, evaluations: 1 });
  expect(onboardingBody(setup, make.origin, 60_000)).toContain(
    '1 evaluation with 1 claim, of which 0 would be stale.\n\n### What would be opened on the first day\n\nNo issue.',
  );
});

/** What the link of a body would put into the new file. */
function filledIn(body: string): string | null {
  const address = read(body).links.find((href) => href.includes('/new/'));
  return new URL(address ?? '').searchParams.get('value');
}

test('what is proposed is what was judged, in the block and behind the link', () => {
  const folder = fc
    .oneof(hostile, fc.constantFrom('a', '評価', 'a b'))
    .map((text) => text.replaceAll('/', ''));
  fc.assert(
    fc.property(fc.array(folder, { minLength: 1, maxLength: 4 }), (folders) => {
      const evaluations = patternsFor(folders.map((name) => `${name}/a.json`));
      const policy = { ...defaultPolicy(), evaluations };
      const finding = make.onboarding({ policy });
      const body = issueBody(finding, make.memoOf(finding), make.origin);
      const { codes } = read(body);
      const block = codes.find((text) => text.includes('evaluations:')) ?? '';
      expect(policyFrom(block)).toEqual(policy);
      expect([`${block}\n`, null]).toContain(filledIn(body));
    }),
    { numRuns: 50 },
  );
});

test('a link that would be too long for a server opens an empty file', () => {
  const evaluations = Array.from({ length: 10 }, (_, at) => `${'評'.repeat(150)}${at}/**`);
  const finding = make.onboarding({ policy: { ...defaultPolicy(), evaluations } });
  const body = issueBody(finding, make.memoOf(finding), make.origin);
  const { links } = read(body);
  expect(links).toEqual(['https://git.example/acme/evals/new/main?filename=.github%2Freverify.yml']);
});

test('what stands in patterns does no harm, whoever made them', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const yaml = proposedPolicy({ ...defaultPolicy(), evaluations: [text] });
      expectHarmless(`\`\`\`yaml\n${yaml}\`\`\``);
      expect(yaml).not.toContain('<!--');
      expect(yaml.split('\n')).toHaveLength(9);
    }),
    { numRuns: 50 },
  );
});
