import { MAX_PATTERN_LENGTH } from '../domain/pattern.ts';
import type { Policy } from '../domain/policy.ts';
import { cut } from './safe.ts';

/** Words a configuration to begin with, as YAML: what the repository needs, and what people change first. */
export function proposedPolicy({ evaluations, freshness, issues }: Policy): string {
  return [
    '# An empty file means the defaults.',
    'evaluations: # * stands for anything but /, ** for anything',
    ...evaluations.map((pattern) => `  - '${harmless(pattern)}'`),
    'freshness:',
    `  maxAge: ${freshness.maxAge}d # a claim is stale when its last verification is older`,
    'issues:',
    `  maxNew: ${issues.maxNew} # at most so many new issues a day`,
    '# mode: dashboard-only # says everything in one issue, and opens no other',
    '',
  ].join('\n');
}

// In a pattern a question mark stands for any character: for those, too, that end a quote or a fence, or begin a marker.
function harmless(pattern: string): string {
  return cut(pattern, MAX_PATTERN_LENGTH).replaceAll(/['`<]/g, '?');
}
