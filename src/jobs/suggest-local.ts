import { answerable } from '../domain/answerable.ts';
import type { Policy } from '../domain/policy.ts';
import { suggest } from '../domain/suggest.ts';
import type { Hosts } from '../domain/upstream-address.ts';
import { answerableComment, suggestionsYaml } from '../render/suggestions.ts';
import { readLocalWorkspace } from './check-files.ts';

/** Proposes watches for local evaluations, as YAML; what the sources could answer for stands below, as a comment. */
export async function suggestLocal(paths: readonly string[], policy: Policy, hosts: Hosts): Promise<string> {
  const { evaluations } = await readLocalWorkspace(paths, policy);
  const suggestions = suggest(evaluations, hosts, policy.watch);
  return `${suggestionsYaml(suggestions)}${answerableComment(answerable(evaluations, hosts))}`;
}
