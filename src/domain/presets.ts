/** Named settings that a configuration can build on, as they would be written down. */
export const presets: Readonly<Record<string, object>> = {
  strict: {
    freshness: {
      maxAge: '90d',
      rules: [
        { confidence: 'low', maxAge: '30d' },
        { claim: 'metadata.pricing', maxAge: '30d' },
      ],
    },
  },
  relaxed: { freshness: { maxAge: '365d', notice: '30d' } },
  quiet: { issues: { maxNew: 1 }, pullRequests: { rules: { invalid: 'warn', 'score-drift': 'warn' } } },
};
