import { expect, test } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { reportOn } from '../../src/domain/report.ts';
import { checkJson, checkText } from '../../src/render/check-report.ts';
import { createPaint } from '../../src/render/paint.ts';
import * as make from './builders.ts';

const audit = make.claim('security', 'audit', { lastVerified: make.day('2026-08-31') });
const encryption = make.claim('security', 'encryption', { lastVerified: make.day('2026-09-10') });
const pricing = make.claim('dated', 'pricing', { lastVerified: make.day('2026-08-30') });
const uptime = make.claim('security', 'uptime', { lastVerified: make.day('2026-12-31') });

const workspace = {
  files: 2,
  evaluations: [
    make.evaluation([audit, encryption, pricing]),
    make.evaluation([uptime], { id: 'glm-5', name: 'GLM-5', file: 'data/models/glm-5.yaml' }),
  ],
  problems: [
    make.problem(),
    make.problem({
      level: 'note',
      rule: 'unknown-key',
      file: 'data/models/glm-5.yaml',
      message: '`x` is no key that is known here.',
      remedy: 'Delete it.',
    }),
  ],
  unreadable: [],
};
const report = reportOn(workspace, defaultPolicy(), make.day('2027-03-01'));

test('a check as text', () => {
  expect(checkText(report, createPaint(false))).toMatchInlineSnapshot(`
    "data/models/glm-5.yaml
         12:5  note   \`x\` is no key that is known here. Delete it.

    data/models/minimax-m2.json
          1:3  stale  security.audit: last verified 2026-08-31, 182 days ago; 180 days are allowed.
         11:3  due    security.encryption: last verified 2026-09-10, 172 days ago; stale from 2027-03-10.
         12:5  error  \`metadata.last_verified\` is "2026-02-30", which is no day of the calendar. Write it as YYYY-MM-DD.
         21:3  stale  metadata.pricing: last verified 2026-08-30, 183 days ago; 180 days are allowed.

    minimax-m2  2 of 3 stale      80 Strong       50 % supported
    glm-5       0 of 1 stale      80 Strong       100 % supported

    2 evaluations in 2 files, 4 claims, 2 stale, 1 due, 1 error on 2027-03-01.
    "
  `);
});

test('a check in order is one table and one line', () => {
  const fine = reportOn({ ...workspace, problems: [] }, defaultPolicy(), make.day('2027-01-01'));
  expect(checkText(fine, createPaint(false))).toMatchInlineSnapshot(`
    "glm-5       0 of 1 stale      80 Strong       100 % supported
    minimax-m2  0 of 3 stale      80 Strong       100 % supported

    2 evaluations in 2 files, 4 claims, none stale, 0 due, no errors on 2027-01-01.
    "
  `);
});

test('a check as JSON', () => {
  expect(JSON.parse(JSON.stringify(checkJson(report)))).toMatchInlineSnapshot(`
    {
      "evaluations": [
        {
          "claims": {
            "due": 1,
            "fresh": 0,
            "stale": 2,
            "total": 3,
            "undated": 0,
          },
          "dimensions": [
            {
              "declared": 80,
              "mean": 80,
              "name": "security",
              "recomputed": 80,
            },
          ],
          "file": "data/models/minimax-m2.json",
          "id": "minimax-m2",
          "name": "MiniMax-M2",
          "score": {
            "band": "Strong",
            "declared": 80,
            "recomputed": 80,
            "support": 50,
          },
          "type": "model",
        },
        {
          "claims": {
            "due": 0,
            "fresh": 1,
            "stale": 0,
            "total": 1,
            "undated": 0,
          },
          "dimensions": [
            {
              "declared": 80,
              "mean": 80,
              "name": "security",
              "recomputed": 80,
            },
          ],
          "file": "data/models/glm-5.yaml",
          "id": "glm-5",
          "name": "GLM-5",
          "score": {
            "band": "Strong",
            "declared": 80,
            "recomputed": 80,
            "support": 100,
          },
          "type": "model",
        },
      ],
      "findings": [
        {
          "claim": "metadata.last_verified",
          "column": 5,
          "file": "data/models/glm-5.yaml",
          "level": "note",
          "line": 12,
          "message": "\`x\` is no key that is known here.",
          "remedy": "Delete it.",
          "rule": "unknown-key",
        },
        {
          "claim": "security.audit",
          "column": 3,
          "file": "data/models/minimax-m2.json",
          "level": "stale",
          "line": 1,
          "message": "last verified 2026-08-31, 182 days ago; 180 days are allowed.",
          "remedy": "Look at its sources, then set the date to the day on which you looked.",
          "rule": "stale",
        },
        {
          "claim": "security.encryption",
          "column": 3,
          "file": "data/models/minimax-m2.json",
          "level": "due",
          "line": 11,
          "message": "last verified 2026-09-10, 172 days ago; stale from 2027-03-10.",
          "remedy": "Look at its sources, then set the date to the day on which you looked.",
          "rule": "due",
        },
        {
          "claim": "metadata.last_verified",
          "column": 5,
          "file": "data/models/minimax-m2.json",
          "level": "error",
          "line": 12,
          "message": "\`metadata.last_verified\` is "2026-02-30", which is no day of the calendar.",
          "remedy": "Write it as YYYY-MM-DD.",
          "rule": "bad-date",
        },
        {
          "claim": "metadata.pricing",
          "column": 3,
          "file": "data/models/minimax-m2.json",
          "level": "stale",
          "line": 21,
          "message": "last verified 2026-08-30, 183 days ago; 180 days are allowed.",
          "remedy": "Look at its sources, then set the date to the day on which you looked.",
          "rule": "stale",
        },
      ],
      "summary": {
        "blocks": {
          "metadata.pricing": {
            "due": 0,
            "fresh": 0,
            "stale": 1,
            "total": 1,
            "undated": 0,
          },
        },
        "claims": {
          "due": 1,
          "fresh": 1,
          "stale": 2,
          "total": 4,
          "undated": 0,
        },
        "criteria": {
          "due": 1,
          "fresh": 1,
          "stale": 1,
          "total": 3,
          "undated": 0,
        },
        "dimensionScores": {
          "declared": 2,
          "differing": 0,
          "farthest": 0,
        },
        "errors": 1,
        "evaluations": 2,
        "evidence": 4,
        "files": 2,
        "notes": 1,
      },
      "today": "2027-03-01",
    }
  `);
});

test('colours change nothing but colours', () => {
  // eslint-disable-next-line no-control-regex -- the controls are what is looked for
  const bare = checkText(report, createPaint(true)).replaceAll(/\u001B\[\d+m/g, '');
  expect(bare).toBe(checkText(report, createPaint(false)));
});

test('more than twenty evaluations are counted', () => {
  const many = Array.from({ length: 23 }, (_, index) => make.evaluation([audit], { id: `model-${index}` }));
  const text = checkText(
    reportOn({ ...workspace, evaluations: many }, defaultPolicy(), make.day('2027-01-01')),
    createPaint(false),
  );
  expect(text).toContain('…and 3 more evaluations\n');
});
