import { describe, expect, test } from 'vitest';
import { problemsCheck, reviewCheck } from '../../src/render/check.ts';
import { reviewComment, reviewHeadline, reviewSummary, settledComment } from '../../src/render/comment.ts';
import { diffJson, diffText } from '../../src/render/diff-report.ts';
import { createPaint } from '../../src/render/paint.ts';
import * as make from './builders.ts';

const audit = make.claim('security', 'audit', { score: 66 });
const raised = make.claim('security', 'audit', { score: 96 });
const encryption = make.claim('security', 'encryption_at_rest', { score: 90 });
const restamped = make.claim('security', 'encryption_at_rest', {
  score: 90,
  lastVerified: make.day('2026-02-20'),
});
const pricing = make.claim('dated', 'pricing', { raw: { input: 0.3, output: 1.2 } });
const cheaper = make.claim('dated', 'pricing', {
  lastVerified: make.day('2026-02-20'),
  raw: { input: 0.2, output: 1.2 },
});
const uptime = make.claim('security', 'uptime', { score: 70 });

const before = make.evaluation([audit, encryption, pricing]);
const after = make.evaluation([raised, restamped, uptime, cheaper], { name: 'MiniMax_M2 <beta>' });
const glm = make.evaluation([audit], { id: 'glm-5', name: 'GLM-5', file: 'data/models/glm-5.yaml' });
const gone = make.evaluation([audit], { id: 'old', name: 'Old One', file: 'data/models/old.yaml' });

const review = make.review([before, gone], [after, glm], [make.problem()]);

describe('a review', () => {
  test('as a comment', () => {
    expect(reviewComment(review)).toMatchInlineSnapshot(`
      "**3 evaluations change, 1 score moves, 1 of 1 new date without any other change, 3 places to look at, 1 note.**

      #### To look at

      ❌ **\`invalid\`** in \`data/models/minimax-m2.json:12\`: \`metadata.last_verified\` is "2026-02-30", which is no day of the calendar. Write it as YYYY-MM-DD.

      ❌ **\`score-drift\`** in \`data/models/glm-5.yaml:1\`: \`security\` declares 80, but the mean of its criteria is 66. Declare 66, or mend the criteria.

      ⚠️ **\`score-without-evidence\`** in \`data/models/minimax-m2.json:1\`: The score of \`security.audit\` moves from 66 to 96, its evidence stays as it was. Cite what the new score rests on.

      | evaluation | recomputed score | rank of 2 | support |
      | --- | --- | --- | --- |
      | GLM-5 | new: 66, Adequate | 2 | 100 % |
      | Old One | removed: 66 | — | — |
      | MiniMax_M2 &lt;beta&gt; | 78 → 85, Strong | 1 | 100 % |

      <details open><summary>MiniMax_M2 &lt;beta&gt;: 3 claims change</summary>

      - \`security\`: 78 → 85; the file declares 80
      - \`security.audit\`: 66 → 96
      - \`security.uptime\`: new, 70
      - \`metadata.pricing\`: input, date

      </details>

      #### Notes

      ℹ️ **\`restamp\`** in \`data/models/minimax-m2.json:11\`: 1 claim gets a new verification date and nothing else: 50 % of the 2 with a new date. Say in the pull request what was checked, or stamp only what was.

      <!-- reverify:v1 kind=review -->
      "
    `);
  });

  test('as a check run', () => {
    const { conclusion, title, summary, annotations } = reviewCheck(review);
    // GitHub shows the title above it.
    expect(`**${title}**\n\n${summary}`).toBe(reviewSummary(review));
    expect({ conclusion, title, annotations }).toMatchInlineSnapshot(`
      {
        "annotations": [
          {
            "annotation_level": "failure",
            "end_column": 5,
            "end_line": 12,
            "message": "\`metadata.last_verified\` is "2026-02-30", which is no day of the calendar. Write it as YYYY-MM-DD.",
            "path": "data/models/minimax-m2.json",
            "start_column": 5,
            "start_line": 12,
            "title": "invalid",
          },
          {
            "annotation_level": "failure",
            "end_column": 3,
            "end_line": 1,
            "message": "\`security\` declares 80, but the mean of its criteria is 66. Declare 66, or mend the criteria.",
            "path": "data/models/glm-5.yaml",
            "start_column": 3,
            "start_line": 1,
            "title": "score-drift",
          },
          {
            "annotation_level": "warning",
            "end_column": 3,
            "end_line": 1,
            "message": "The score of \`security.audit\` moves from 66 to 96, its evidence stays as it was. Cite what the new score rests on.",
            "path": "data/models/minimax-m2.json",
            "start_column": 3,
            "start_line": 1,
            "title": "score-without-evidence",
          },
          {
            "annotation_level": "notice",
            "end_column": 3,
            "end_line": 11,
            "message": "1 claim gets a new verification date and nothing else: 50 % of the 2 with a new date. Say in the pull request what was checked, or stamp only what was.",
            "path": "data/models/minimax-m2.json",
            "start_column": 3,
            "start_line": 11,
            "title": "restamp",
          },
        ],
        "conclusion": "failure",
        "title": "3 evaluations change, 1 score moves, 1 of 1 new date without any other change, 3 places to look at, 1 note.",
      }
    `);
  });

  test('as text', () => {
    expect(diffText(review, createPaint(false))).toMatchInlineSnapshot(`
      "3 evaluations change, 1 score moves, 1 of 1 new date without any other change, 3 places to look at, 1 note.

      1 criterion stamped, 1 of them with nothing else changed
      1 score, 0 confidences and 0 evidence lists changed
      0 overall scores changed, 1 evaluation added, 1 removed

      changed minimax-m2  80
                security.audit  66 → 96
      added   glm-5  80
      removed old  80

      fail  data/models/minimax-m2.json:12  invalid: \`metadata.last_verified\` is "2026-02-30", which is no day of the calendar.
      fail  data/models/glm-5.yaml:1  score-drift: \`security\` declares 80, but the mean of its criteria is 66.
      warn  data/models/minimax-m2.json:1  score-without-evidence: The score of \`security.audit\` moves from 66 to 96, its evidence stays as it was.
      note  data/models/minimax-m2.json:11  restamp: 1 claim gets a new verification date and nothing else: 50 % of the 2 with a new date.
      "
    `);
  });

  test('as JSON', () => {
    expect(JSON.parse(JSON.stringify({ ...diffJson(review), problems: [] }))).toMatchInlineSnapshot(`
      {
        "conclusion": "failure",
        "evaluations": [
          {
            "change": "changed",
            "claims": [
              {
                "fields": [
                  "score",
                ],
                "name": "security.audit",
                "restamp": false,
                "stamped": false,
              },
              {
                "fields": [],
                "name": "security.encryption_at_rest",
                "restamp": true,
                "stamped": true,
              },
              {
                "fields": [],
                "name": "security.uptime",
                "restamp": false,
                "stamped": false,
              },
              {
                "fields": [
                  "input",
                ],
                "name": "metadata.pricing",
                "restamp": false,
                "stamped": true,
              },
            ],
            "declared": [
              80,
              80,
            ],
            "file": "data/models/minimax-m2.json",
            "id": "minimax-m2",
            "rank": {
              "after": 1,
              "before": 1,
              "of": 2,
            },
            "recomputed": [
              78,
              85,
            ],
            "support": [
              100,
              100,
            ],
          },
          {
            "change": "added",
            "claims": [
              {
                "fields": [],
                "name": "security.audit",
                "restamp": false,
                "stamped": false,
              },
            ],
            "declared": [
              null,
              80,
            ],
            "file": "data/models/glm-5.yaml",
            "id": "glm-5",
            "rank": {
              "after": 2,
              "of": 2,
            },
            "recomputed": [
              null,
              66,
            ],
            "support": [
              null,
              100,
            ],
          },
          {
            "change": "removed",
            "claims": [
              {
                "fields": [],
                "name": "security.audit",
                "restamp": false,
                "stamped": false,
              },
            ],
            "declared": [
              80,
              null,
            ],
            "file": "data/models/old.yaml",
            "id": "old",
            "rank": {
              "before": 2,
              "of": 2,
            },
            "recomputed": [
              66,
              null,
            ],
            "support": [
              100,
              null,
            ],
          },
        ],
        "problems": [],
        "totals": {
          "added": 1,
          "confidences": 0,
          "evidence": 0,
          "evidenceWords": 0,
          "overall": 0,
          "removed": 1,
          "restamped": 1,
          "scores": 1,
          "stamped": 1,
        },
      }
    `);
  });
});

test('a review of nothing says so', () => {
  const nothing = make.review([before], [before]);
  expect(reviewComment(nothing)).toMatchInlineSnapshot(`
    "**No evaluation changes.**

    <!-- reverify:v1 kind=review -->
    "
  `);
  const check = reviewCheck(nothing);
  expect(check).toMatchObject({ conclusion: 'success', summary: 'No evaluation changes.' });
});

test('a declared score that moves alone is told', () => {
  const declared = before.dimensions.map((dimension) => ({ ...dimension, declared: 85 }));
  const summary = reviewSummary(make.review([before], [{ ...before, dimensions: declared }]));
  expect(summary.slice(summary.indexOf('<details'))).toMatchInlineSnapshot(`
    "<details open><summary>MiniMax-M2: scores change</summary>

    - \`security\`: 78; the file declares 80 → 85

    </details>"
  `);
});

test('new dates alone are told without a detail', () => {
  const after = make.evaluation([audit, restamped, pricing]);
  expect(reviewSummary(make.review([before], [after]))).toMatchInlineSnapshot(`
    "**1 evaluation changes, 1 of 1 new date without any other change, 1 note.**

    | evaluation | recomputed score | rank of 1 | support |
    | --- | --- | --- | --- |
    | MiniMax-M2 | 78, Strong | 1 | 100 % |

    #### Notes

    ℹ️ **\`restamp\`** in \`data/models/minimax-m2.json:11\`: 1 claim gets a new verification date and nothing else: 100 % of those with a new date. Say in the pull request what was checked, or stamp only what was."
  `);
});

test('a headline counts in singular and plural', () => {
  const one = make.review([before], [make.evaluation([raised, encryption, pricing])]);
  const third = make.evaluation([audit], { id: 'third', file: 'data/models/third.yaml' });
  const two = make.review(
    [before, third],
    [after, { ...third, claims: [raised], dimensions: make.evaluation([raised]).dimensions }],
  );
  expect([reviewHeadline(one), reviewHeadline(two)]).toMatchInlineSnapshot(`
    [
      "1 evaluation changes, 1 score moves, 2 places to look at.",
      "2 evaluations change, 2 scores move, 1 of 1 new date without any other change, 2 places to look at, 2 notes.",
    ]
  `);
});

test('problems of the configuration as a check run', () => {
  expect(problemsCheck('.github/reverify.yml on main has problems.', [make.problem()]))
    .toMatchInlineSnapshot(`
    {
      "annotations": [
        {
          "annotation_level": "failure",
          "end_column": 5,
          "end_line": 12,
          "message": "\`metadata.last_verified\` is "2026-02-30", which is no day of the calendar. Write it as YYYY-MM-DD.",
          "path": "data/models/minimax-m2.json",
          "start_column": 5,
          "start_line": 12,
          "title": "bad-date",
        },
      ],
      "conclusion": "failure",
      "summary": ".github/reverify.yml on main has problems.",
      "title": ".github/reverify.yml on main has problems.",
    }
  `);
});

test('what is wrong in another repository is said in the summary, not on a line', () => {
  const elsewhere = make.problem({ repository: 'acme/.github', file: '.github/reverify.yml', line: 3 });
  const { summary, annotations } = problemsCheck('Broken.', [elsewhere, make.problem()]);
  expect(summary).toContain('Broken.\n\n- `acme/.github: .github/reverify.yml:3`: `metadata');
  expect(annotations).toHaveLength(1);
});

test('a rating by use that moves alone is told', () => {
  const rated = (overall: number) =>
    make.evaluation([], { raw: { use_case_ratings: { 'code | generation': { overall } } } });
  const comment = reviewComment(make.review([rated(80)], [rated(82)]));
  expect(comment).toContain('MiniMax-M2: ratings change</summary>');
  expect(comment).toContain('- rated for `code | generation`: 80 → 82');
});

test('of many evaluations ten are seen at once, and the others at a click', () => {
  const before = Array.from({ length: 14 }, (_, at) =>
    make.evaluation([make.claim('security', 'audit')], {
      id: `e${at}`,
      name: `E${at}`,
      file: `data/${at}.json`,
    }),
  );
  const after = before.map((one) => ({
    ...one,
    claims: one.claims.map((claim) => ({ ...claim, raw: { ...claim.raw, notes: 'new' } })),
  }));
  const [seen = '', folded = ''] = reviewComment(make.review(before, after)).split(
    '<details><summary>4 more evaluations</summary>',
  );
  expect(seen.match(/^\| E\d+ \|/gm)).toHaveLength(10);
  expect(folded.split('</details>')[0]?.match(/^\| E\d+ \|/gm)).toHaveLength(4);
});

describe('a comment on a change that has come back to nothing', () => {
  test('says so in one line, with the rest folded', () => {
    const words = make.claim('security', 'audit', { score: 66, raw: { notes: 'new' } });
    const review = make.review([before], [make.evaluation([words, encryption, pricing])]);
    expect(settledComment(review, '#### New sources')).toMatchInlineSnapshot(`
      "**Nothing to look at any more.**

      <details><summary>1 evaluation changes.</summary>

      | evaluation | recomputed score | rank of 1 | support |
      | --- | --- | --- | --- |
      | MiniMax-M2 | 78, Strong | 1 | 100 % |

      #### New sources

      <details open><summary>MiniMax-M2: 1 claim changes</summary>

      - \`security.audit\`: notes

      </details>

      </details>

      <!-- reverify:v1 kind=review -->
      "
    `);
  });

  test('says nothing else where there is nothing', () => {
    expect(settledComment(make.review([before], [before]))).toBe(
      '**Nothing to look at any more.**\n\n<!-- reverify:v1 kind=review -->\n',
    );
  });
});
