/** Makes URLs as the asker of a request would see them. */
export interface Links {
  /** The address of an API path that starts with a slash. */
  api(path: string): string;
  /** The address of a page that starts with a slash. */
  html(path: string): string;
  host: string;
}

/** Links for one origin; `prefix` is what stands before API paths, such as `/api/v3`. */
export function linksFor(origin: string, prefix: string): Links {
  return {
    api: (path) => `${origin}${prefix}${path}`,
    html: (path) => `${origin}${path}`,
    host: new URL(origin).host,
  };
}

/** A path with the characters escaped that a URL cannot hold, slashes kept. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** A node id that is as opaque as GitHub's. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}
