import { parseGitHubAddress } from '../domain/github-address.ts';
import { readUrl } from '../domain/url.ts';

const PUBLIC = 'https://github.com';

/** Whether a text is `owner/name` as GitHub writes it, on github.com or elsewhere. */
export function isRepositoryName(text: string): boolean {
  const address = parseGitHubAddress(`${PUBLIC}/${text}`, PUBLIC);
  return address?.kind === 'repository' && `${address.owner}/${address.repo}` === text;
}

/** One sentence with the remedy where a target is no `owner/name`. */
export function problemWithRepository(target: string): string | undefined {
  if (isRepositoryName(target)) return undefined;
  const path = readUrl(target)?.pathname ?? target;
  const likely = path
    .split('/')
    .filter(Boolean)
    .slice(0, 2)
    .join('/')
    .replace(/\.git$/i, '');
  const remedy = isRepositoryName(likely)
    ? `Write ${likely}.`
    : "Write owner/name as in the address of the repository's page, such as vllm-project/vllm.";
  return `This is not the name of a repository on GitHub. ${remedy}`;
}
