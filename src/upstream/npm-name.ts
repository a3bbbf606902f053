import { readUrl } from '../domain/url.ts';

// npm's own rule, `validate-npm-package-name`, as it holds for old packages, too: capitals are allowed, and so is all
// that stands in an address as it is.
const LONGEST_NAME = 214;

/** One sentence with the remedy where a text cannot be the name of a package. */
export function problemWithPackageName(target: string): string | undefined {
  if (isPackageName(target)) return undefined;
  const likely = likelyName(target);
  const remedy =
    likely === undefined
      ? 'Write it as in package.json, such as left-pad or @scope/name: letters, digits, -, _, . and ~.'
      : `Write ${likely}.`;
  return `This is not the name of a package in the npm registry. ${remedy}`;
}

function isPackageName(text: string): boolean {
  const [, scope, name = ''] = /^(?:@([^/]+)\/)?([^/]+)$/.exec(text) ?? [];
  const isSafe = [scope ?? '', name].every((part) => /^[\w.~!'()*-]*$/.test(part) && !part.startsWith('.'));
  return text.length <= LONGEST_NAME && isSafe && name !== '' && !text.startsWith('_');
}

// An address of a page, or a name with a version behind it.
function likelyName(target: string): string | undefined {
  const path = readUrl(target)?.pathname ?? target;
  const [name] = /(?:@[\w.~-]+\/)?[\w~-][\w.~-]*(?=(?:@[^/]*)?\/?$)/.exec(path.slice(0, 500)) ?? [];
  return name !== undefined && isPackageName(name) ? name : undefined;
}
