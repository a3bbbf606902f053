/** The kinds of finding, the one to speak of first on top. */
export const findingKinds = [
  'onboarding',
  'configuration',
  'problems',
  'event',
  'stale',
  'dead-sources',
  'changed-sources',
  'dashboard',
] as const;
export type FindingKind = (typeof findingKinds)[number];
