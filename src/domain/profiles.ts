/** The five dimensions of the framework, in the order in which weights are written. */
export const dimensionNames = [
  'performance_reliability',
  'security',
  'privacy_compliance',
  'trust_transparency',
  'operational_excellence',
] as const;

/** The framework's weighting profiles; each sums to 1. */
export const profiles: Readonly<Record<string, readonly number[]>> = {
  balanced: [0.2, 0.2, 0.2, 0.2, 0.2],
  security_first: [0.15, 0.35, 0.3, 0.1, 0.1],
  performance_focused: [0.45, 0.15, 0.1, 0.1, 0.2],
  enterprise: [0.2, 0.25, 0.25, 0.1, 0.2],
  research: [0.2, 0.15, 0.15, 0.35, 0.15],
  healthcare: [0.15, 0.3, 0.35, 0.1, 0.1],
  financial: [0.15, 0.3, 0.25, 0.1, 0.2],
  startup: [0.35, 0.15, 0.1, 0.1, 0.3],
};
