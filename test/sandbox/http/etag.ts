import { createHash } from 'node:crypto';

/** The weak ETag of an answer; it is bound to the token, so an hour later everything is new. */
export function etagOf(body: string, authorization: string | undefined): string {
  const hash = createHash('sha256')
    .update(authorization ?? '')
    .update('\0')
    .update(body)
    .digest('hex');
  return `W/"${hash}"`;
}

/** Whether `If-None-Match` holds this ETag. */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => bare(tag) === bare(etag));
}

function bare(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}
