/** What was asked for on the command line cannot be done; the message says why, and what to do. */
export class UsageError extends Error {
  override name = 'UsageError';
}
