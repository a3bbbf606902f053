import { parseDay, type Day } from '../../src/domain/day.ts';
import type { SourceFile } from '../../src/domain/document.ts';
import { readEvaluation, type Claim, type Evaluation } from '../../src/domain/evaluation.ts';
import { defaultPolicy, readPolicy, type Policy } from '../../src/domain/policy.ts';
import type { Reading } from '../../src/domain/problem.ts';
import { readWorkspace, type Workspace } from '../../src/domain/workspace.ts';

/** One criterion; what is absent gets a sound value, what is `undefined` is left out. */
export interface CriterionWish {
  score?: unknown;
  confidence?: unknown;
  verified?: unknown;
  urls?: readonly string[];
  more?: object;
}

/** An evaluation in the framework's shape. */
export interface EvaluationWish {
  id?: string;
  type?: string;
  name?: string;
  /** By claim name: `security.authentication`. */
  criteria?: Readonly<Record<string, CriterionWish>>;
  /** Declared scores, by dimension. */
  declared?: Readonly<Record<string, unknown>>;
  /** Further top-level fields. */
  more?: object;
}

/** The JSON of an evaluation. Without `criteria` it has one, `security.authentication`. */
export function evaluationText(wish: EvaluationWish = {}): string {
  const dimensions: Record<string, { overall_score?: unknown; criteria: Record<string, object> }> = {};
  for (const [name, criterion] of Object.entries(wish.criteria ?? { 'security.authentication': {} })) {
    const [dimension = '', key = ''] = name.split('.');
    dimensions[dimension] ??= { criteria: {} };
    dimensions[dimension].criteria[key] = criterionOf(name, criterion);
  }
  for (const [name, declared] of Object.entries(wish.declared ?? {})) {
    const { criteria } = dimensions[name] ?? { criteria: {} };
    dimensions[name] = { overall_score: declared, criteria };
  }
  const { id = 'sample', type = 'model', name = 'Sample', more = {} } = wish;
  return JSON.stringify({ id, type, name, trust_vector: dimensions, ...more }, undefined, 2);
}

function criterionOf(name: string, wish: CriterionWish): object {
  const { score, confidence, verified, urls, more } = {
    score: 80,
    confidence: 'high',
    verified: '2026-01-01',
    urls: [`https://example.org/${name}`],
    more: {},
    ...wish,
  };
  const evidence = urls.map((url) => ({ source: 'Source', url, date: '2025-12-01', value: 'What it says' }));
  return { score, confidence, evidence, last_verified: verified, ...more };
}

/** A file of a workspace. */
export function fileOf(path: string, text: string | Uint8Array): SourceFile {
  return { path, bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text };
}

/** Reads an evaluation from a text. The format goes by the path. */
export function read(text: string | Uint8Array, path = 'data/sample.json'): Reading<Evaluation> {
  return readEvaluation(fileOf(path, text), defaultPolicy().fields);
}

/** An evaluation from a wish, or from the text of a file. Throws where there is none. */
export function evaluationFrom(source: string | EvaluationWish = {}, path = 'data/sample.json'): Evaluation {
  const { value, problems } = read(typeof source === 'string' ? source : evaluationText(source), path);
  if (value) return value;
  throw new Error(`${path} is no evaluation: ${JSON.stringify(problems)}`);
}

/** A workspace of wishes or texts, by path. */
export function workspaceFrom(files: Readonly<Record<string, string | EvaluationWish>>): Workspace {
  const sources = Object.entries(files).map(([path, source]) =>
    fileOf(path, typeof source === 'string' ? source : evaluationText(source)),
  );
  return readWorkspace(sources, defaultPolicy().fields);
}

/** The claim of a name. Throws where there is none. */
export function claimOf(evaluation: Evaluation, name: string): Claim {
  const claim = evaluation.claims.find((claim) => claim.name === name);
  if (claim) return claim;
  throw new Error(`There is no ${name}, only ${evaluation.claims.map(({ name }) => name).join(', ')}`);
}

/** A policy from the text of a configuration. Throws where it has problems. */
export function policyFrom(text: string): Policy {
  const { value, problems } = readPolicy(fileOf('.github/reverify.yml', text));
  if (value) return value;
  throw new Error(`This is no policy: ${JSON.stringify(problems)}`);
}

/** A day that is known to be one. */
export function day(text: string): Day {
  const day = parseDay(text);
  if (day) return day;
  throw new Error(`${text} is no day`);
}
