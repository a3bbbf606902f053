import * as z from 'zod';
import { complaintsOf, type KnownKeys } from './complaints.ts';
import { readDocument } from './read-document.ts';
import type { Document, SourceFile } from './document.ts';
import { duration, pattern } from './fields.ts';
import { mergeLayers, originsOfLeaves, type Layer } from './policy-layers.ts';
import { fieldsSchema, weightsSchema } from './policy-parts.ts';
import { presets } from './presets.ts';
import { placed, type Complaint, type Problem, type Reading } from './problem.ts';
import { rules } from './rules/index.ts';
import { ruleSettings } from './rules/rule.ts';
import { watchKeys, watchSchema } from './watch.ts';

const rule = z.strictObject({
  confidence: z.enum(['high', 'medium', 'low']).optional(),
  claim: pattern.optional(),
  type: z.string().max(100).optional(),
  evaluation: pattern.optional(),
  maxAge: duration,
});

const freshness = z.strictObject({
  maxAge: duration.default(180),
  notice: duration.default(14),
  rules: z.array(rule).max(200).default([]),
});

const scores = z.strictObject({
  weights: weightsSchema.default('balanced'),
  /** How far a declared dimension score may lie from the mean of its criteria, in points. */
  tolerance: z.number().min(0).max(100).default(10),
});

/** How gently one host is asked. What the operator allows is the most. */
const linkHost = z.strictObject({
  host: pattern,
  /** Requests a second. */
  rate: z.number().positive().max(1000).optional(),
  /** Requests at once. */
  perHost: z.int().min(1).max(64).optional(),
  /** Not asked at all. */
  skip: z.boolean().default(false),
});

const links = z.strictObject({
  check: z.boolean().default(true),
  ignore: z.array(pattern).max(200).default([]),
  /** Failures at least 72 hours apart before a source is dead. */
  failures: z.int().min(1).max(10).default(3),
  hosts: z.array(linkHost).max(200).default([]),
});

const issues = z.strictObject({
  maxNew: z.int().min(0).max(100).default(5),
  labels: z.array(z.string().min(1).max(50)).max(10).default(['evidence']),
  assignees: z.array(z.string().min(1).max(100)).max(10).default([]),
});

/** What each rule of a review is set to. */
const reviewRules = z.strictObject(
  Object.fromEntries(rules.map(({ name, setting }) => [name, z.enum(ruleSettings).default(setting)])),
);

const pullRequests = z.strictObject({
  comment: z.enum(['when-changed', 'always', 'never']).default('when-changed'),
  /** How far a score must move for a change to be worth a comment by itself, in points. */
  minDelta: z.number().min(0).max(100).default(0),
  /** Whether single values are suggested on lines of the pull request. */
  suggestions: z.boolean().default(true),
  rules: reviewRules.prefault({}),
});

const preset = z.string().refine((name) => Object.hasOwn(presets, name), {
  error: `Name one of ${Object.keys(presets).join(', ')}.`,
});

/** What may stand in `.github/reverify.yml`. */
export const policySchema = z.strictObject({
  /** Presets to build on, the last on top. */
  extends: z.array(preset).max(10).default([]),
  evaluations: z.array(pattern).min(1).max(100).default(['data/**/*.{json,yml,yaml}']),
  fields: fieldsSchema.prefault({}),
  freshness: freshness.prefault({}),
  scores: scores.prefault({}),
  links: links.prefault({}),
  watch: z.array(watchSchema).max(5000).default([]),
  issues: issues.prefault({}),
  pullRequests: pullRequests.prefault({}),
  mode: z.enum(['issues', 'dashboard-only', 'issues-only']).default('issues'),
});

/** What a repository asks for in `.github/reverify.yml`, with all defaults filled in. Durations are days. */
export type Policy = z.output<typeof policySchema>;

/** Where a repository keeps its configuration. */
export const POLICY_PATH = '.github/reverify.yml';

/** The policy of a repository without a configuration, or with an empty one. */
export function defaultPolicy(): Policy {
  return policySchema.parse({});
}

/** A file of a configuration. */
export interface PolicyFile extends SourceFile {
  /** The repository that it stands in, `acme/.github`, where that is another one. */
  repository?: string;
}

/** A policy, and where each of its values comes from, by path. */
export interface EffectivePolicy {
  policy: Policy;
  origins: ReadonlyMap<string, string>;
}

type Check = (policy: Policy) => readonly Complaint[];

/**
 * Reads a configuration. Where anything in it is wrong there is no policy at all, only problems. `check` says what is
 * wrong beyond the shape.
 */
export function readPolicy(file: SourceFile, check?: Check): Reading<Policy> {
  const { value, problems } = readPolicies([file], check);
  return { value: value?.policy, problems };
}

/**
 * Reads the files of a configuration, the last on top, each on the presets that it extends. Objects merge by key, lists
 * replace. Where anything in any of them is wrong there is no policy at all.
 */
export function readPolicies(
  files: readonly PolicyFile[],
  check: Check = () => [],
): Reading<EffectivePolicy> {
  const read = files.map((file) => readWritten(file, check));
  const problems = read.flatMap(({ problems }) => problems);
  const layers = read.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (layers.length < files.length) return { value: undefined, problems };
  const merged = mergeLayers(layers.flat());
  // What fits by itself fits in every mixture: no rule of the schema looks at two keys.
  const policy = policySchema.parse(merged.value);
  return { value: { policy, origins: originsOfLeaves(policy, merged) }, problems: [] };
}

function readWritten(file: PolicyFile, check: Check): Reading<Layer[]> {
  const read = readDocument(file);
  // An empty file, or one of comments only, asks for the defaults.
  if (read.problems.some((problem) => problem.rule === 'empty-file')) return { value: [], problems: [] };
  const errors = read.problems.filter((problem) => problem.level === 'fail');
  if (!read.value || errors.length > 0) return refused(file, errors);
  const document = read.value;
  const written = document.value ?? {};
  const parsed = policySchema.safeParse(written);
  const complaints = parsed.success
    ? check(parsed.data)
    : complaintsOf(parsed.error, document.value, policyKeys);
  if (!parsed.success || complaints.length > 0) return refused(file, placed(document, complaints));
  return { value: [...parsed.data.extends.map(presetLayer), layerOf(file, document)], problems: [] };
}

function refused({ repository }: PolicyFile, problems: readonly Problem[]): Reading<Layer[]> {
  const elsewhere = repository === undefined ? {} : { repository };
  return { value: undefined, problems: problems.map((problem) => ({ ...problem, ...elsewhere })) };
}

function presetLayer(name: string): Layer {
  return { value: presets[name] ?? {}, originOf: () => `preset ${name}` };
}

function layerOf({ path, repository }: PolicyFile, { value, locate }: Document): Layer {
  return {
    value: value ?? {},
    originOf: (key) =>
      repository === undefined ? `${path}:${locate(key).line}` : `organisation ${repository}`,
  };
}

/** The keys that a configuration knows, by where they stand. */
export const policyKeys: KnownKeys = {
  '': Object.keys(policySchema.shape),
  fields: Object.keys(fieldsSchema.shape),
  freshness: Object.keys(freshness.shape),
  'freshness.rules': Object.keys(rule.shape),
  scores: Object.keys(scores.shape),
  links: Object.keys(links.shape),
  'links.hosts': Object.keys(linkHost.shape),
  issues: Object.keys(issues.shape),
  pullRequests: Object.keys(pullRequests.shape),
  'pullRequests.rules': Object.keys(reviewRules.shape),
  ...watchKeys,
};
