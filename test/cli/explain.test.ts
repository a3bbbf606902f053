import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicies } from '../../src/domain/policy.ts';
import { settingsOf } from '../../src/render/settings.ts';
import { fileOf } from '../helpers/evaluations.ts';
import { reverify } from './run.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'reverify-explain-'));
  await mkdir(join(cwd, '.github'));
  const text = 'extends: [strict]\nissues:\n  maxNew: 3\nfreshness:\n  notice: 2 weeks\n';
  await writeFile(join(cwd, '.github/reverify.yml'), text);
  await writeFile(join(cwd, 'broken.yml'), 'issues:\n  maxnew: 3\n');
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('reverify explain --config', () => {
  it('says each setting and where it comes from, in columns', async () => {
    const { code, out, err } = await reverify(['explain', '--config'], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^mode +issues +default$/));
    expect(lines).toContainEqual(expect.stringMatching(/^issues\.maxNew +3 +\.github\/reverify\.yml:3$/));
    expect(lines).toContainEqual(expect.stringMatching(/^freshness\.maxAge +90d +preset strict$/));
    expect(
      new Set(lines.map((line) => /\S+$/.exec(line.replaceAll(/preset /g, 'preset-'))?.index)).size,
    ).toBe(1);
  });

  it('says those below one field', async () => {
    const { out } = await reverify(['explain', '--config', 'freshness'], { cwd });
    expect(out).toMatchInlineSnapshot(`
      "freshness.maxAge  90d                                                           preset strict
      freshness.notice  14d                                                           .github/reverify.yml:5
      freshness.rules   [{"confidence":"low","maxAge":"30d"},{"claim":"metadata.pri…  preset strict
      "
    `);
    const { out: whole } = await reverify(['explain', '--config', 'freshness.rules'], { cwd });
    expect(whole).toContain('{"claim":"metadata.pricing","maxAge":"30d"}]  preset strict');
  });

  it('says it as JSON', async () => {
    const { out } = await reverify(['explain', '--config', 'issues', '--format', 'json'], { cwd });
    expect(JSON.parse(out)).toEqual({
      settings: [
        { field: 'issues.maxNew', value: 3, origin: '.github/reverify.yml:3' },
        { field: 'issues.labels', value: ['evidence'], origin: 'default' },
        { field: 'issues.assignees', value: [], origin: 'default' },
      ],
    });
  });

  it.each([
    [['--config', '--file', 'broken.yml'], /broken\.yml:2:\d+: `maxnew` is no key.*Did you mean `maxNew`\?/],
    [['--config', 'isues'], /There is no setting isues\. Did you mean issues\?/],
    [['--config', 'issues.maxnew'], /Did you mean issues\.maxNew\?/],
    [['--config', 'zebra'], /`reverify explain --config` lists them all/],
    [['--config', '--file', 'nowhere.yml'], /Cannot read nowhere\.yml/],
    [[], /Say what to explain/],
  ])('exits 2 for %j, with the remedy', async (args, words) => {
    const { code, out, err } = await reverify(['explain', ...args], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
  });
});

it('shows durations as they would be written, and the options of a source as they are', () => {
  const text = 'watch: [{ source: s, target: t, cooldown: 1w, errorAfter: { for: 2d }, with: { for: 3 } }]';
  const { value } = readPolicies([fileOf('r.yml', text)]);
  const [setting] = value ? settingsOf(value, 'watch') : [];
  expect(setting?.value).toMatchObject([
    { cooldown: '7d', settle: '0d', errorAfter: { for: '2d', runs: 3 }, with: { for: 3 } },
  ]);
});
