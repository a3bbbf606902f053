import { severities, type Severity } from '../domain/event.ts';

/** A severity in upstream's words: `CRITICAL`, `MODERATE`, `medium`. */
export function severityFromWord(word: unknown): Severity | undefined {
  if (typeof word !== 'string') return undefined;
  const lower = word.toLowerCase();
  return lower === 'moderate' ? 'medium' : severities.find((severity) => severity === lower);
}

/**
 * The severity that a CVSS 3.0 or 3.1 vector comes to, by its base score:
 * https://www.first.org/cvss/v3.1/specification-document, sections 5, 7.1 and 7.4. Other versions are not computed.
 */
export function severityFromVector(vector: string): Severity | undefined {
  const score = baseScore(vector);
  if (score === undefined) return undefined;
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** The highest of them. */
export function highest(found: readonly (Severity | undefined)[]): Severity | undefined {
  return severities.findLast((severity) => found.includes(severity));
}

/** What nobody has rated passes: silence is no reassurance. */
export function isAtLeast(severity: Severity | undefined, least: Severity | undefined): boolean {
  if (severity === undefined || least === undefined) return true;
  return severities.indexOf(severity) >= severities.indexOf(least);
}

type Weights = Readonly<Record<string, number>>;

const WEIGHTS: Readonly<Record<string, Weights>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
const PRIVILEGES: Weights = { N: 0.85, L: 0.62, H: 0.27 };
const PRIVILEGES_BEYOND_SCOPE: Weights = { N: 0.85, L: 0.68, H: 0.5 };

function baseScore(vector: string): number | undefined {
  if (vector.length > 200 || !/^CVSS:3\.[01]\//.test(vector)) return undefined;
  const metrics = new Map(vector.split('/').map((part) => part.split(':', 2) as [string, string]));
  const scope = metrics.get('S');
  if (scope !== 'U' && scope !== 'C') return undefined;
  const changed = scope === 'C';
  function weight(metric: string, weights = WEIGHTS[metric]): number {
    const value = metrics.get(metric) ?? '';
    return weights !== undefined && Object.hasOwn(weights, value) ? (weights[value] ?? NaN) : NaN;
  }
  const loss = 1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A'));
  const impact = changed ? 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15 : 6.42 * loss;
  const privileges = weight('PR', changed ? PRIVILEGES_BEYOND_SCOPE : PRIVILEGES);
  const exploitability = 8.22 * weight('AV') * weight('AC') * privileges * weight('UI');
  if (Number.isNaN(impact) || Number.isNaN(exploitability)) return undefined;
  if (impact <= 0) return 0;
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
}

// The specification's appendix A: to one decimal, upwards, without the errors of floating point.
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
