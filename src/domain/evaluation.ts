import { complaintsOf } from './complaints.ts';
import { parseDay, type Day } from './day.ts';
import type { Document, Path, Place, SourceFile } from './document.ts';
import type { ClaimCheck } from './claim-check.ts';
import { checkComplaints, checkOf, watchesOf, type PlacedWatch } from './evaluation-watches.ts';
import { evaluationKeys, frameworkEvaluation, genericEvaluation } from './framework.ts';
import type { Fields } from './policy-parts.ts';
import { placed, type Complaint, type Reading } from './problem.ts';
import { readDocument } from './read-document.ts';
import { survey } from './survey.ts';

/** One entry beneath a claim. */
export interface Evidence {
  path: Path;
  source: string;
  url: string | undefined;
  date: Day | undefined;
  value: string;
}

/** Anything in an evaluation that says when it was last verified. */
export interface Claim {
  /** Its path without the framework's scaffolding: `operational_excellence.versioning_policy`, `metadata.pricing`. */
  name: string;
  path: Path;
  kind: 'criterion' | 'block';
  /** Undefined where the date is missing or no day of the calendar. */
  lastVerified: Day | undefined;
  /** Whether it has a date at all, be it readable or not. */
  isDated: boolean;
  confidence: string | undefined;
  /** 0 to 100; undefined where there is none or it is out of range. */
  score: number | undefined;
  evidence: readonly Evidence[];
  /** What it lets a source check. */
  check: ClaimCheck | undefined;
  /** The object as it stands in the file. */
  raw: Readonly<Record<string, unknown>>;
}

/** A group of criteria with one declared score. */
export interface Dimension {
  name: string;
  path: Path;
  declared: number | undefined;
  criteria: readonly Claim[];
}

/** One file about one thing: a model, an agent, an MCP server, a tool. */
export interface Evaluation {
  file: string;
  id: string;
  type: string;
  name: string;
  claims: readonly Claim[];
  dimensions: readonly Dimension[];
  watches: readonly PlacedWatch[];
  raw: Readonly<Record<string, unknown>>;
  locate(path: Path): Place;
}

type Raw = Record<string, unknown>;

/**
 * Reads one evaluation. A file that is neither in the framework's shape nor holds a dated claim is none: no value, no
 * problem. What is wrong in one field leaves the rest readable.
 */
export function readEvaluation(file: SourceFile, fields: Fields): Reading<Evaluation> {
  const { value: document, problems } = readDocument(file);
  if (!document) return { value: undefined, problems };
  const raw = document.value;
  if (!isRaw(raw)) return { value: undefined, problems: [] };
  const found = survey(raw, fields.verified);
  const isFramework = isRaw(raw['trust_vector']);
  if (!isFramework && found.dated.length === 0) return { value: undefined, problems: [] };
  const checked = isFramework ? frameworkEvaluation.safeParse(raw) : genericEvaluation.safeParse(raw);
  const complaints = [
    ...found.reserved.map(reservedKey),
    ...(checked.success ? [] : complaintsOf(checked.error, raw, evaluationKeys)),
    ...found.dated.flatMap((path) => badDate(raw, path, fields)),
  ];
  const evaluation = assemble(document, raw, found.dated, fields);
  complaints.push(...evaluation.claims.flatMap((claim) => checkComplaints(claim.raw, claim.path)));
  return { value: evaluation, problems: [...problems, ...placed(document, complaints)] };
}

function assemble(document: Document, raw: Raw, dated: readonly Path[], fields: Fields): Evaluation {
  const dimensions = dimensionsOf(raw, fields);
  const criteria = dimensions.flatMap((dimension) => dimension.criteria);
  const blocks = dated
    .filter((path) => !isCriterion(path))
    .map((path) => claimAt(raw, path, fields, 'block'));
  const id = idOf(raw) ?? document.file.replace(/\.[^./]+$/, '');
  return {
    file: document.file,
    id,
    type: textOf(raw['type']) ?? 'unknown',
    name: textOf(raw['name']) ?? id,
    claims: [...criteria, ...blocks],
    dimensions,
    watches: watchesOf(raw),
    raw,
    locate: document.locate,
  };
}

function dimensionsOf(raw: Raw, fields: Fields): Dimension[] {
  const vector = raw['trust_vector'];
  if (!isRaw(vector)) return [];
  return Object.entries(vector).flatMap(([name, dimension]) => {
    if (!isRaw(dimension) || !isRaw(dimension['criteria'])) return [];
    const path = ['trust_vector', name];
    const criteria = Object.entries(dimension['criteria']).flatMap(([key, criterion]) =>
      isRaw(criterion) ? [claimAt(raw, [...path, 'criteria', key], fields, 'criterion')] : [],
    );
    return [{ name, path, declared: scoreOf(dimension['overall_score']), criteria }];
  });
}

function isCriterion(path: Path): boolean {
  return (
    path.length === 4 &&
    path[0] === 'trust_vector' &&
    path[2] === 'criteria' &&
    typeof path[1] === 'string' &&
    typeof path[3] === 'string'
  );
}

function claimAt(root: Raw, path: Path, fields: Fields, kind: Claim['kind']): Claim {
  let raw = root;
  for (const key of path) raw = raw[key] as Raw;
  return {
    name: kind === 'criterion' ? `${path[1]}.${path[3]}` : path.join('.') || 'document',
    path,
    kind,
    lastVerified: parseDay(raw[fields.verified]),
    isDated: Object.hasOwn(raw, fields.verified),
    confidence: textOf(raw[fields.confidence]),
    score: scoreOf(raw['score']),
    evidence: evidenceOf(raw[fields.evidence], [...path, fields.evidence]),
    check: checkOf(raw),
    raw,
  };
}

function evidenceOf(list: unknown, path: Path): Evidence[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    if (!isRaw(entry)) return [];
    const value = entry['value'];
    return [
      {
        path: [...path, index],
        source: textOf(entry['source']) ?? '',
        url: textOf(entry['url']),
        date: parseDay(entry['date']),
        value: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
      },
    ];
  });
}

function reservedKey(path: Path): Complaint {
  return {
    rule: 'reserved-key',
    level: 'fail',
    path,
    message: `\`${path.join('.')}\` is a name that programs reserve for themselves; it was left out.`,
    remedy: 'Rename or delete it.',
  };
}

function badDate(root: Raw, path: Path, fields: Fields): Complaint[] {
  let raw = root;
  for (const key of path) raw = raw[key] as Raw;
  const value = raw[fields.verified];
  if (parseDay(value)) return [];
  const field = [...path, fields.verified];
  const shown = typeof value === 'string' ? `"${value.slice(0, 40)}"` : JSON.stringify(value)?.slice(0, 40);
  return [
    {
      rule: 'bad-date',
      level: 'fail',
      path: field,
      message: `\`${field.join('.')}\` is ${shown}, which is no day of the calendar. The claim counts as stale.`,
      remedy: 'Write the day on which it was last verified, as "YYYY-MM-DD".',
    },
  ];
}

function idOf(raw: Raw): string | undefined {
  const id = raw['id'];
  return typeof id === 'number' ? String(id) : textOf(id) || undefined;
}

function scoreOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
