import { readUrl } from '../domain/url.ts';

const LONGEST_NAME = 200;

// PEP 508: letters and digits at both ends.
const NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

/** One sentence with the remedy where a text cannot be the name of a project. */
export function problemWithProjectName(target: string): string | undefined {
  if (isProjectName(target)) return undefined;
  const likely = likelyName(target);
  const remedy =
    likely === undefined
      ? 'Write it as in pip install, such as langgraph: letters, digits, -, _ and .'
      : `Write ${likely}.`;
  return `This is not the name of a project in a Python package index. ${remedy}`;
}

function isProjectName(text: string): boolean {
  return text.length <= LONGEST_NAME && NAME.test(text);
}

// The last part of a page's address, or a name with extras or a version behind it.
function likelyName(target: string): string | undefined {
  const path = readUrl(target)?.pathname ?? target;
  const last = path.split('/').filter(Boolean).at(-1) ?? '';
  const [name = ''] = /^[\w.-]+/.exec(last) ?? [];
  return isProjectName(name) ? name : undefined;
}
