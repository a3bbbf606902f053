import type { EffectivePolicy, Policy } from './domain/policy.ts';
import { readLocalPolicy } from './jobs/check-files.ts';
import { UsageError } from './usage-error.ts';

/** Reads the configuration that a command goes by. Throws `UsageError` with its problems. */
export async function policyFor({ config }: { config?: string }): Promise<Policy> {
  return (await effectivePolicyFor(config)).policy;
}

/** The same, with where each value comes from. */
export async function effectivePolicyFor(config: string | undefined): Promise<EffectivePolicy> {
  const { value, problems } = await readLocalPolicy(config);
  if (value) return value;
  const lines = problems.map(
    ({ file, line, column, message, remedy }) => `${file}:${line}:${column}: ${message} ${remedy}`,
  );
  throw new UsageError(`The configuration has problems:\n${lines.join('\n')}`);
}
