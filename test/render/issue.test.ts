import { describe, expect, test } from 'vitest';
import type { Memo } from '../../src/domain/plan.ts';
import { closedBody, issueBody, issueTitle } from '../../src/render/issue.ts';
import { issueMarker, readIssueMarker } from '../../src/render/marker.ts';
import * as make from './builders.ts';

function words(finding: Parameters<typeof issueBody>[0]): string {
  return `${issueTitle(finding)}\n\n${issueBody(finding, make.memoOf(finding), make.origin)}`;
}

const accuracy = make.claim('performance', 'task_accuracy', {
  evidence: [make.evidence(), make.evidence({ source: 'Old press kit', url: undefined, date: undefined })],
});
const audit = make.claim('security', 'audit', { lastVerified: undefined, evidence: [] });
const encryption = make.claim('security', 'encryption', {
  lastVerified: make.day('2027-01-01'),
  confidence: undefined,
  evidence: Array.from({ length: 7 }, (_, index) =>
    make.evidence({ source: `Source ${index}`, date: undefined }),
  ),
});
const pricing = make.claim('dated', 'pricing', { confidence: 'low' });
const m2 = make.evaluation([accuracy, audit, encryption, pricing]);

describe('a stale evaluation', () => {
  test('is told by dimension', () => {
    const stale = [make.stale(accuracy), make.undated(audit), make.undated(encryption), make.stale(pricing)];
    expect(words(make.staleFinding(m2, stale))).toMatchInlineSnapshot(`
      "Re-verify MiniMax-M2: 4 of 4 claims are past their age

      4 of 4 claims about MiniMax-M2 are past their verification age; the oldest was last verified on 2026-01-10. 2 claims have no usable date, which counts as stale.

      The file: [\`data/models/minimax-m2.json\`](https://git.example/acme/evals/blob/main/data/models/minimax-m2.json)

      **To close this:** look at the sources of each claim and tick what still holds: the bot opens one pull request that sets the dates to today and credits you. Where something has changed, mend the file and set the date yourself. Ticking takes write access.

      - [ ] **Snooze 30 days**: closes this, and opens it again by itself when they are over. <!-- reverify:box snooze -->

      #### \`performance\`

      - [ ] \`task_accuracy\`: high confidence, last verified 2026-01-10, stale since 2026-07-10<br>[Model card](https://hub.example/card) (2025-11-15)<br>Old press kit <!-- reverify:box verified 3fbba8bfb9 -->

      #### \`security\`

      - [ ] \`audit\`: high confidence, no usable date <!-- reverify:box verified d6726db926 -->
      - \`encryption\`: last verified 2027-01-01, still to come<br>[Source 0](https://hub.example/card)<br>[Source 1](https://hub.example/card)<br>[Source 2](https://hub.example/card)<br>[Source 3](https://hub.example/card)<br>[Source 4](https://hub.example/card)<br>and 2 more<br>Its date lies ahead: mend it in the file.

      #### Other dated parts of the file

      - [ ] \`metadata.pricing\`: low confidence, last verified 2026-01-10, stale since 2026-07-10<br>[Model card](https://hub.example/card) (2025-11-15) <!-- reverify:box verified 953e4e7fbe -->

      This issue closes by itself once all are fresh. Close it by hand to dismiss it until further claims pass their age.

      <!-- reverify:v1 kind=stale key=aaaaaaaaaaaaaaaa facts=2026-07-10 answered= closed=no -->
      "
    `);
  });

  test('with one stale claim is told in the singular', () => {
    const finding = make.staleFinding(make.evaluation([accuracy]), [make.stale(accuracy)]);
    expect(words(finding).split('\n').slice(0, 3)).toMatchInlineSnapshot(`
      [
        "Re-verify MiniMax-M2: 1 of 1 claim is past its age",
        "",
        "1 of 1 claim about MiniMax-M2 is past its verification age; the oldest was last verified on 2026-01-10.",
      ]
    `);
  });
});

test('a stale claim says what is known of its sources, and which need not be searched for news', () => {
  const cited = make.claim('performance', 'task_accuracy', {
    lastVerified: make.day('2026-01-10'),
    evidence: [make.evidence({ url: 'https://hub.example/card' })],
  });
  const known = new Map([
    [
      'https://hub.example/card',
      { since: make.day('2026-01-05'), notices: [{ kind: 'renamed', to: 'acme/new' } as const] },
    ],
  ]);
  const body = words(make.staleFinding(make.evaluation([cited]), [make.stale(cited)], known));
  expect(body).toContain(
    'No source has changed since the last verification of `performance.task_accuracy`: begin with these.',
  );
  expect(body).toContain('unchanged since 2026-01-05; The repository goes by another name now: acme/new.');
  const later = new Map([['https://hub.example/card', { since: make.day('2026-01-11'), notices: [] }]]);
  const unsure = words(make.staleFinding(make.evaluation([cited]), [make.stale(cited)], later));
  expect(unsure).not.toMatch(/unchanged|begin with/);
});

describe('changed sources', () => {
  test('are told with what is gone and what is new', () => {
    const lost = make.changedSource({ page: 'https://docs.example/b', since: undefined, change: undefined });
    expect(words(make.changedFinding([make.changedSource(), lost]))).toMatchInlineSnapshot(`
      "Changed sources: 2 pages

      2 cited pages say something else than before.

      A page is listed when a value that a claim cites is no longer in it, or when more than a fifth of its text is new, in two reads. Navigation, clocks, counters and whatever else differs from read to read is not compared.

      **To close this:** look at each page, mend the claims that it no longer bears out, and set the date of each claim to the day on which you looked. A page leaves the list once every claim that cites it was verified on the day of the change or later; this issue closes by itself when none is left.

      #### [docs.example/a_price](https://docs.example/a_price)

      Change seen on 2026-06-01; cited by \`minimax-m2: metadata.pricing\`

      - gone: Input costs \\$0.30.
      - new: Input costs \\$0.60.

      #### [docs.example/b](https://docs.example/b)

      Change seen earlier; cited by \`minimax-m2: metadata.pricing\`

      What changed is no longer remembered.

      <!-- reverify:v1 kind=changed-sources key=dddddddddddddddd facts=0123456789 answered= closed=no -->
      "
    `);
  });
});

describe('an event', () => {
  test('is told with what it puts in doubt', () => {
    const impact = [{ evaluation: m2, claims: [accuracy, audit, encryption], fields: ['limitations'] }];
    expect(words(make.eventFinding({ impact }))).toMatchInlineSnapshot(`
      "Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face: 59 files, 854 GB

      Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face: 59 files, 854 GB. Seen on 2026-07-01.

      | what | seen |
      | --- | --- |
      | Model page | [MiniMaxAI/MiniMax-M3](https://hub.example/MiniMaxAI/MiniMax-M3) |
      | Last commit | 2026-07-01T10:00:00.000Z |

      Severity medium, watch \`minimax-m3-weights\`. Why it is watched: M2 is out of date once M3 can be had

      ### In doubt: 3 claims and 1 field

      - \`minimax-m2: performance.task_accuracy\`, last verified 2026-01-10, [\`data/models/minimax-m2.json:1\`](https://git.example/acme/evals/blob/main/data/models/minimax-m2.json#L1)
        > Model card: 230B parameters
        >
        > Old press kit: 230B parameters
      - \`minimax-m2: security.audit\`, without a usable date, [\`data/models/minimax-m2.json:11\`](https://git.example/acme/evals/blob/main/data/models/minimax-m2.json#L11)
      - \`minimax-m2: security.encryption\`, last verified 2027-01-01, [\`data/models/minimax-m2.json:21\`](https://git.example/acme/evals/blob/main/data/models/minimax-m2.json#L21)
        > Source 0: 230B parameters
        >
        > Source 1: 230B parameters
        >
        > Source 2: 230B parameters
      - \`minimax-m2: limitations\`, [\`data/models/minimax-m2.json:1\`](https://git.example/acme/evals/blob/main/data/models/minimax-m2.json#L1)

      **To close this:** look at the evidence, mend the text, the score or its confidence, and set the date of each claim. This issue closes by itself once every claim in doubt carries a later date than it does now. Or tick a box, which takes write access:

      - [ ] **Claims updated**: what is in doubt has been looked at. Closes this as completed. <!-- reverify:box claims-updated -->
      - [ ] **Not relevant**: closes this as not planned. <!-- reverify:box not-relevant -->
      - [ ] **Snooze 30 days**: closes this, and opens it again by itself when they are over. <!-- reverify:box snooze -->

      <!-- reverify:v1 kind=event key=bbbbbbbbbbbbbbbb facts=0123456789 answered= closed=no -->
      "
    `);
  });

  test('that puts only a field in doubt is closed by hand', () => {
    const impact = [{ evaluation: m2, claims: [], fields: ['limitations'] }];
    const body = words(make.eventFinding({ watch: make.watch(), impact }));
    expect(body.slice(body.indexOf('Severity'))).toMatchInlineSnapshot(`
      "Severity medium, watch \`minimax-m3-weights\`.

      ### In doubt: 1 field

      - \`minimax-m2: limitations\`, [\`data/models/minimax-m2.json:1\`](https://git.example/acme/evals/blob/main/data/models/minimax-m2.json#L1)

      **To close this:** look at the evidence, mend the text, the score or its confidence, then tick the first box: a field carries no date that could tell. Ticking takes write access:

      - [ ] **Claims updated**: what is in doubt has been looked at. Closes this as completed. <!-- reverify:box claims-updated -->
      - [ ] **Not relevant**: closes this as not planned. <!-- reverify:box not-relevant -->
      - [ ] **Snooze 30 days**: closes this, and opens it again by itself when they are over. <!-- reverify:box snooze -->

      <!-- reverify:v1 kind=event key=bbbbbbbbbbbbbbbb facts=0123456789 answered= closed=no -->
      "
    `);
  });

  test('that puts nothing in doubt says so', () => {
    const finding = make.eventFinding({ events: [make.told({ evidence: [] })] });
    expect(words(finding)).toMatchInlineSnapshot(`
      "Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face: 59 files, 854 GB

      Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face: 59 files, 854 GB. Seen on 2026-07-01.

      Severity medium, watch \`minimax-m3-weights\`. Why it is watched: M2 is out of date once M3 can be had

      The watch names nothing that this puts in doubt. Once it is dealt with, tick a box, which takes write access:

      - [ ] **Claims updated**: what is in doubt has been looked at. Closes this as completed. <!-- reverify:box claims-updated -->
      - [ ] **Not relevant**: closes this as not planned. <!-- reverify:box not-relevant -->
      - [ ] **Snooze 30 days**: closes this, and opens it again by itself when they are over. <!-- reverify:box snooze -->

      <!-- reverify:v1 kind=event key=bbbbbbbbbbbbbbbb facts=0123456789 answered= closed=no -->
      "
    `);
  });
});

describe('dead sources', () => {
  test('are told with who cites them', () => {
    const citations = Array.from({ length: 10 }, (_, index) => ({
      evaluation: 'glm-5',
      claim: `security.claim_${index}`,
      file: 'data/glm-5.yaml',
    }));
    const issue = make.deadSource({
      page: 'https://github.com/acme/tool/issues/7',
      verdict: 'dns',
      reason: 'ENOTFOUND',
      citations,
    });
    expect(words(make.deadFinding([make.deadSource(), issue]))).toMatchInlineSnapshot(`
      "Dead sources: 2 addresses

      2 cited addresses no longer answer.

      An address is listed once it has failed as often as \`links.failures\` says (three times by default), each time at least 72 hours after the one before, and has not answered between. A claim that rests on dead sources alone does not count as supported.

      **To close this:** replace each address by one that answers. Tick one with an archived copy, and the bot opens a pull request that cites the copy; ticking takes write access. This issue closes by itself once none is left; an address that comes back leaves the list.

      - [gone.example/a_page](https://gone.example/a_page)<br>The site has no such page. Since 2026-06-01.<br>Cited by \`minimax-m2: security.audit\`
      - [github.com/acme/tool/issues/7](https://redirect.github.com/acme/tool/issues/7)<br>The name of the site does not exist. Since 2026-06-01.<br>Cited by \`glm-5: security.claim_0\`, \`glm-5: security.claim_1\`, \`glm-5: security.claim_2\`, \`glm-5: security.claim_3\`, \`glm-5: security.claim_4\`, \`glm-5: security.claim_5\`, \`glm-5: security.claim_6\`, \`glm-5: security.claim_7\`, and 2 more

      <!-- reverify:v1 kind=dead-sources key=cccccccccccccccc facts=0123456789 answered= closed=no -->
      "
    `);
  });

  test('one is told in the singular', () => {
    expect(
      words(make.deadFinding([make.deadSource()]))
        .split('\n')
        .slice(0, 3),
    ).toMatchInlineSnapshot(`
      [
        "Dead sources: 1 address",
        "",
        "1 cited address no longer answers.",
      ]
    `);
  });
});

describe('problems', () => {
  const second = make.problem({
    file: 'data/glm-5.yaml',
    line: 3,
    message: 'The id "a|b" stands in data/x.yaml too.',
    remedy: 'Give one of the two another id.',
  });

  test('of evaluation files', () => {
    expect(words(make.problemsFinding('problems', [make.problem(), second]))).toMatchInlineSnapshot(`
      "Evaluation files: 2 problems to mend

      2 places in evaluation files could not be read as meant. What stands there counts as unverified until it is mended; everything else goes on. This issue closes by itself once nothing is left to mend.

      | place | what to mend |
      | --- | --- |
      | [\`data/models/minimax-m2.json:12\`](https://git.example/acme/evals/blob/main/data/models/minimax-m2.json#L12) | \`metadata.last_verified\` is "2026-02-30", which is no day of the calendar. Write it as YYYY-MM-DD. |
      | [\`data/glm-5.yaml:3\`](https://git.example/acme/evals/blob/main/data/glm-5.yaml#L3) | The id "a\\|b" stands in data/x.yaml too. Give one of the two another id. |

      <!-- reverify:v1 kind=problems key=dddddddddddddddd facts=0123456789 answered= closed=no -->
      "
    `);
  });

  test('of the configuration', () => {
    const problem = make.problem({
      file: '.github/reverify.yml',
      line: 2,
      message: '`maxage` is no key that is known here.',
      remedy: 'Did you mean `maxAge`?',
    });
    expect(words(make.problemsFinding('configuration', [problem]))).toMatchInlineSnapshot(`
      "Reverify cannot read its configuration

      The configuration of Reverify has 1 problem. Until it is mended nothing is checked, opened or closed: a guess at what you meant could do harm. This issue closes by itself once the configuration can be read.

      | place | what to mend |
      | --- | --- |
      | [\`.github/reverify.yml:2\`](https://git.example/acme/evals/blob/main/.github/reverify.yml#L2) | \`maxage\` is no key that is known here. Did you mean \`maxAge\`? |

      <!-- reverify:v1 kind=configuration key=dddddddddddddddd facts=0123456789 answered= closed=no -->
      "
    `);
  });
});

describe('a closed issue', () => {
  const finding = make.problemsFinding('problems', [make.problem()]);
  const memo = make.memoOf(finding);
  const body = issueBody(finding, memo, make.origin);
  const present = { number: 7, open: true, createdOn: undefined, closedOn: undefined, title: '', body, memo };

  test('says why above what it said', () => {
    expect(closedBody(present, 'settled', '1a2b3c4')).toMatchInlineSnapshot(`
      "> [!NOTE]
      > Closed by Reverify as of 1a2b3c4: everything named here was found in order.

      1 place in evaluation files could not be read as meant. What stands there counts as unverified until it is mended; everything else goes on. This issue closes by itself once nothing is left to mend.

      | place | what to mend |
      | --- | --- |
      | [\`data/models/minimax-m2.json:12\`](https://git.example/acme/evals/blob/main/data/models/minimax-m2.json#L12) | \`metadata.last_verified\` is "2026-02-30", which is no day of the calendar. Write it as YYYY-MM-DD. |

      <!-- reverify:v1 kind=problems key=dddddddddddddddd facts=0123456789 answered= closed=yes -->
      "
    `);
  });

  test.each(['settled', 'answered', 'subject-gone', 'duplicate'] as const)(
    'has one sentence for "%s"',
    (reason) => {
      const line = closedBody(present, reason, '1a2b3c4').split('\n')[1];
      expect(line).toMatch(/^> Closed by Reverify as of 1a2b3c4: [a-z][^.]+\.$/);
    },
  );

  test('keeps what a person wrote into it, as far as it fits', () => {
    const added = `A word of mine.\r\n\r\n${body.replaceAll('\n', '\r\n')}${'Another line.\r\n'.repeat(5000)}`;
    const closed = closedBody({ ...present, body: added }, 'settled', '1a2b3c4');
    expect(closed).toContain('A word of mine.\n\n1 place');
    expect(closed.length).toBeLessThanOrEqual(65_536);
    expect(closed).toMatch(/\n\n…and \d+ more lines\.\n\n<!-- reverify/);
    expect(readIssueMarker(closed)).toEqual({ ...memo, closedByBot: true });
  });
});

describe('a title', () => {
  test('keeps its numbers, however long the name', () => {
    const about = make.evaluation([accuracy], { name: 'Model '.repeat(100) });
    expect(issueTitle(make.staleFinding(about, [make.stale(accuracy)]))).toMatch(
      /…: 1 of 1 claim is past its age$/,
    );
  });

  test('has room even where each character must be taken apart', () => {
    const title = issueTitle(make.eventFinding({ events: [make.told({ summary: '@'.repeat(1000) })] }));
    expect(title.length).toBeLessThanOrEqual(256);
  });
});

describe('a marker', () => {
  const memo: Memo = {
    kind: 'event',
    key: '0123456789abcdef',
    facts: ['0123456789'],
    answered: make.day('2026-01-10'),
    closedByBot: false,
  };

  test('is one line', () => {
    expect(issueMarker(memo)).toMatchInlineSnapshot(
      `"<!-- reverify:v1 kind=event key=0123456789abcdef facts=0123456789 answered=2026-01-10 closed=no -->"`,
    );
  });

  test('names the day until which it sleeps, where it sleeps', () => {
    const asleep = { ...memo, snoozed: make.day('2026-09-09') };
    expect(issueMarker(asleep)).toContain(' answered=2026-01-10 snoozed=2026-09-09 closed=no -->');
    expect(readIssueMarker(issueMarker(asleep))).toEqual(asleep);
    expect(readIssueMarker(issueMarker(asleep).replace('09-09', '02-30'))).toEqual(memo);
  });

  test('is read from the end of a body', () => {
    const quoted = issueMarker({ ...memo, key: 'ffffffffffffffff' });
    expect(readIssueMarker(`${quoted}\n\n${issueMarker(memo)}`)).toEqual(memo);
  });

  test.each(['', '<!-- reverify:v2 x -->', issueMarker(memo).replace('kind=event', 'kind=joke')])(
    'is not read from %j',
    (body) => {
      expect(readIssueMarker(body)).toBeUndefined();
    },
  );
});

test('many dead sources of one host are one row, with one box where copies of them are known', () => {
  const archived = { url: 'https://hub.example/web/1', day: make.day('2025-11-15') };
  const sources = Array.from({ length: 12 }, (_, index) =>
    make.deadSource({ page: `https://gone.example/${index}`, ...(index < 3 ? { archived } : {}) }),
  );
  const rows = words(make.deadFinding(sources))
    .split('\n')
    .filter((row) => row.startsWith('- '));
  expect(rows).toEqual([
    expect.stringMatching(
      /^- \[ \] 12 addresses of `gone\.example`<br>.* 3 archived copies are known\.<br>.* replace [0-9a-f]{10} -->$/,
    ),
  ]);
  const nine = words(make.deadFinding(sources.slice(3)));
  expect(nine.split('\n').filter((row) => row.startsWith('- '))).toHaveLength(9);
  expect(nine).not.toContain('[ ]');
});

test('a dead source with an archived copy has a box, until its replacement waits in a pull request', () => {
  const archived = { url: 'https://hub.example/web/1', day: make.day('2025-11-15') };
  const source = make.deadSource({ archived });
  const one = words(make.deadFinding([source]));
  expect(one).toMatch(
    /^- \[ \] \[gone.*Archived copy of 2025-11-15.*<!-- reverify:box replace [0-9a-f]{10} -->$/m,
  );
  const waiting = words(make.deadFinding([{ ...source, pulls: [7, 9] }]));
  expect(waiting).not.toContain('[ ]');
  expect(waiting).toContain(
    '**Its replacement waits in [pull request 7](https://git.example/acme/evals/pull/7), [pull request 9](',
  );
});
