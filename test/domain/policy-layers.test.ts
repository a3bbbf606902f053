import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { mergeLayers } from '../../src/domain/policy-layers.ts';
import { defaultPolicy, readPolicies, type PolicyFile } from '../../src/domain/policy.ts';
import { presets } from '../../src/domain/presets.ts';
import { fileOf, policyFrom } from '../helpers/evaluations.ts';

function own(text: string): PolicyFile {
  return fileOf('.github/reverify.yml', text);
}

function organisation(text: string): PolicyFile {
  return { ...own(text), repository: 'acme/.github' };
}

function effective(...files: PolicyFile[]) {
  const { value, problems } = readPolicies(files);
  expect(problems).toEqual([]);
  if (!value) throw new Error('There is no policy.');
  return value;
}

describe('a configuration in layers', () => {
  it('without a file is the defaults', () => {
    const { policy, origins } = effective();
    expect(policy).toStrictEqual(defaultPolicy());
    expect(new Set(origins.values())).toEqual(new Set(['default']));
  });

  it('merges objects by key, replaces lists, and knows where each value comes from', () => {
    const { policy, origins } = effective(
      organisation('issues: { maxNew: 2, labels: [acme] }\nlinks: { failures: 5 }\n'),
      own('extends: [strict]\nissues:\n  labels: [mine, yours]\nfreshness:\n  notice: 1w\n'),
    );
    expect(policy.issues).toEqual({ maxNew: 2, labels: ['mine', 'yours'], assignees: [] });
    expect(policy.freshness).toMatchObject({ maxAge: 90, notice: 7 });
    expect(policy.freshness.rules).toHaveLength(2);
    expect(Object.fromEntries(origins)).toMatchObject({
      extends: '.github/reverify.yml:1',
      'issues.maxNew': 'organisation acme/.github',
      'issues.labels': '.github/reverify.yml:3',
      'issues.assignees': 'default',
      'links.failures': 'organisation acme/.github',
      'freshness.maxAge': 'preset strict',
      'freshness.rules': 'preset strict',
      'freshness.notice': '.github/reverify.yml:5',
      'scores.weights': 'default',
      mode: 'default',
    });
  });

  it('puts a preset over the organisation, the last preset on top, and the file over both', () => {
    const { policy } = effective(
      organisation('freshness: { maxAge: 10d, notice: 3d }'),
      own('extends: [strict, relaxed]\nfreshness: { notice: 5d }'),
    );
    expect(policy.freshness).toMatchObject({ maxAge: 365, notice: 5 });
    expect(policy.freshness.rules).toHaveLength(2);
  });

  it('lets an organisation build on presets, too', () => {
    const { policy, origins } = effective(organisation('extends: [quiet]'), own('issues: { maxNew: 7 }'));
    expect(policy.issues.maxNew).toBe(7);
    expect(policy.pullRequests.rules['invalid']).toBe('warn');
    expect(origins.get('pullRequests.rules.invalid')).toBe('preset quiet');
  });

  it('takes an empty file for one that says nothing', () => {
    expect(effective(organisation('mode: dashboard-only'), own('')).policy.mode).toBe('dashboard-only');
    expect(effective(organisation('# later\n'), own('mode: dashboard-only')).policy.mode).toBe(
      'dashboard-only',
    );
  });

  it('is none while any of its files has a problem, which names the repository of that file', () => {
    const { value, problems } = readPolicies([
      organisation('issues:\n  maxnew: 3\n'),
      own('lnks: {}\nmode: loud\n'),
    ]);
    expect(value).toBeUndefined();
    expect(problems.map(({ repository, line, field }) => [repository, line, field])).toEqual([
      ['acme/.github', 2, 'issues.maxnew'],
      [undefined, 2, 'mode'],
      [undefined, 1, 'lnks'],
    ]);
  });

  it('asks what is wrong beyond the shape of each file by itself', () => {
    const { problems } = readPolicies(
      [organisation('watch: ["npm:left-pad new-version"]'), own('issues: { maxNew: 1 }')],
      ({ watch }) =>
        watch.map((_, index) => ({
          rule: 'watch',
          level: 'fail',
          path: ['watch', index],
          message: 'No.',
          remedy: '',
        })),
    );
    expect(problems.map(({ repository, field }) => [repository, field])).toEqual([
      ['acme/.github', 'watch.0'],
    ]);
  });

  it('names the presets that there are where one is unknown', () => {
    expect(readPolicies([own('extends: [strct]')]).problems).toMatchObject([
      { field: 'extends.0', line: 1, remedy: 'Name one of strict, relaxed, quiet.' },
    ]);
  });
});

test.each(Object.entries(presets))(
  'the preset %s is a configuration, and changes something',
  (name, preset) => {
    expect(policyFrom(`extends: [${name}]`)).toMatchObject({
      ...policyFrom(JSON.stringify(preset)),
      extends: [name],
    });
    expect(policyFrom(JSON.stringify(preset))).not.toEqual(defaultPolicy());
  },
);

const settings = fc.record(
  {
    extends: fc.subarray(Object.keys(presets)),
    freshness: fc.record(
      { maxAge: fc.constantFrom('1d', '2 weeks'), rules: fc.constantFrom([], [{ maxAge: '3d' }]) },
      { requiredKeys: [] },
    ),
    scores: fc.record(
      { weights: fc.constantFrom('research', [1, 0, 0, 0, 0]), tolerance: fc.nat(100) },
      { requiredKeys: [] },
    ),
    links: fc.record(
      { check: fc.boolean(), hosts: fc.constantFrom([], [{ host: 'a.example', rate: 1 }]) },
      { requiredKeys: [] },
    ),
    watch: fc.constantFrom([], ['npm:left-pad'], [{ source: 'npm', target: 'left-pad', with: { a: {} } }]),
    mode: fc.constantFrom('issues', 'dashboard-only'),
  },
  { requiredKeys: [] },
);

/** The parts of a whole that have a twin in another. */
function pick(whole: object, twin: object): object {
  return Object.fromEntries(
    Object.entries(twin).map(([key, value]: [string, unknown]) => {
      const part = (whole as Record<string, unknown>)[key];
      return [key, isObject(value) && isObject(part) ? pick(part, value) : part];
    }),
  );
}

function leavesOf(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, inside]: [string, unknown]) =>
    isObject(inside) ? leavesOf(inside, `${path}${key}.`) : [`${path}${key}`],
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

test('whatever fits by itself fits in layers, and the top layer has the last word', () => {
  fc.assert(
    fc.property(settings, settings, (below, above) => {
      const { policy, origins } = effective(
        organisation(JSON.stringify(below)),
        own(JSON.stringify({ ...above, extends: [] })),
      );
      const alone: object = policyFrom(JSON.stringify({ ...above, extends: [] }));
      const { extends: _, ...said } = above;
      expect(policy).toMatchObject(pick(alone, said));
      for (const path of leavesOf(said)) expect(origins.get(path)).toBe('.github/reverify.yml:1');
    }),
    { numRuns: 60 },
  );
});

test('no layer changes another', () => {
  const below = Object.freeze({ issues: Object.freeze({ maxNew: 1 }) });
  const merged = mergeLayers([
    { value: below, originOf: () => 'a' },
    { value: { issues: { maxNew: 2 } }, originOf: () => 'b' },
  ]);
  expect(merged.value).toEqual({ issues: { maxNew: 2 } });
  expect(below.issues.maxNew).toBe(1);
});
