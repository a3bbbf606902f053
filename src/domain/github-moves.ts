import { isQualified, type PathAddress, type Within } from './github-address.ts';

/** The branch and the path of the likeliest reading, where the branch may have been renamed. */
export function branchOf({ rest }: PathAddress): {
  branch: string;
  path: string;
} {
  const at = isQualified(rest) ? 2 : 0;
  return { branch: rest[at] ?? '', path: rest.slice(at + 1).join('/') };
}

/** Where a page is now that its repository has another name. */
export function underNewName(page: string, { owner, repo }: Within, nameWithOwner: string): string {
  const url = new URL(page);
  const segments = url.pathname.split('/');
  const at = segments.findIndex(
    (segment, index) =>
      sameName(segment, owner) && sameName((segments[index + 1] ?? '').replace(/\.git$/i, ''), repo),
  );
  if (at >= 0) segments.splice(at, 2, ...nameWithOwner.split('/').map(encodeURIComponent));
  url.pathname = segments.join('/');
  return url.href;
}

/** Where a path's page is now that its branch has another name. */
export function underNewBranch(page: string, { rest }: PathAddress, branch: string): string {
  const url = new URL(page);
  const segments = url.pathname.replace(/\/$/, '').split('/');
  const at = segments.length - rest.length + (isQualified(rest) ? 2 : 0);
  segments.splice(at, 1, ...branch.split('/').map(encodeURIComponent));
  url.pathname = segments.join('/');
  return url.href;
}

/** Whether two names of accounts or repositories are one to GitHub, which does not look at case. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
