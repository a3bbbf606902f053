import { createHash } from 'node:crypto';
import type { Say } from './upstream.ts';

// What the upstreams of the benchmark say: documents of the real shape and size, the same each time.

function hex(text: string, length: number): string {
  return createHash('sha1').update(text).digest('hex').repeat(2).slice(0, length);
}

export const hub: Say = ({ pathname }) => {
  const id = pathname.split('/').slice(3, 5).join('/');
  if (pathname.includes('/tree/')) {
    const shards = Array.from({ length: 20 }, (_, at) => ({
      type: 'file',
      path: `model-${String(at + 1).padStart(5, '0')}-of-00020.safetensors`,
      size: 5_000_000_000,
      oid: hex(`${id} ${at}`, 40),
    }));
    return [{ type: 'file', path: 'README.md', size: 4_890, oid: hex(id, 40) }, ...shards];
  }
  const siblings = Array.from({ length: 20 }, (_, at) => ({
    rfilename: `model-${String(at + 1).padStart(5, '0')}-of-00020.safetensors`,
  }));
  const about = { private: false, gated: false, disabled: false, lastModified: '2026-06-12T06:41:09.000Z' };
  return {
    _id: hex(id, 24),
    id,
    sha: hex(`sha ${id}`, 40),
    ...about,
    siblings,
    cardData: { license: 'mit' },
  };
};

export const github: Say = (_, body) => {
  const { variables } = JSON.parse(body) as { variables: Record<string, string> };
  const aliases = Object.keys(variables).filter((name) => name.startsWith('o'));
  const releases = Array.from({ length: 30 }, (_, at) => ({
    tagName: `v1.${at}.0`,
    isDraft: false,
    isPrerelease: false,
    publishedAt: '2026-06-01T00:00:00Z',
    description: 'What changed. '.repeat(40),
  }));
  const data = aliases.map((alias, at) => {
    const nameWithOwner = `${variables[alias]}/${variables[alias.replace('o', 'n')]}`;
    const url = `https://github.example/${nameWithOwner}`;
    const facts = {
      isArchived: false,
      archivedAt: null,
      pushedAt: '2026-06-01T00:00:00Z',
      licenseInfo: null,
    };
    const listed = { releases: { pageInfo: { hasNextPage: false }, nodes: releases } };
    const repository = { databaseId: at + 1, nameWithOwner, url, isPrivate: false, ...facts, ...listed };
    return [alias.replace('o', 'r'), repository] as const;
  });
  return { data: Object.fromEntries(data) };
};

export const npm: Say = ({ pathname }) => {
  const name = decodeURIComponent(pathname.slice(1));
  const versions = Array.from({ length: 100 }, (_, at) => `1.${at}.0`);
  const entries = versions.map((version) => [
    version,
    {
      name,
      version,
      dist: { tarball: `https://packages.example/${name}-${version}.tgz`, shasum: hex(version, 40) },
    },
  ]);
  return { name, 'dist-tags': { latest: '1.99.0' }, versions: Object.fromEntries(entries) };
};

export const pypi: Say = ({ pathname }) => {
  const name = pathname.split('/')[2] ?? '';
  const versions = Array.from({ length: 100 }, (_, at) => `1.${at}.0`);
  const files = versions.map((version) => ({
    filename: `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`,
    url: `https://packages.example/${name}-${version}.whl`,
    hashes: { sha256: hex(version, 64) },
    yanked: false,
  }));
  return { name, versions, files, meta: { 'api-version': '1.4' } };
};

export const osv: Say = (_, body) => {
  const { queries } = JSON.parse(body) as { queries: unknown[] };
  return { results: queries.map(() => ({})) };
};

export const openrouter: Say = () => {
  const data = Array.from({ length: 500 }, (_, at) => ({
    id: `author/model-${at}`,
    canonical_slug: `author/model-${at}-20260601`,
    name: `Model ${at}`,
    context_length: 131_072,
    pricing: { prompt: '0.0000006', completion: '0.0000024' },
    expiration_date: null,
  }));
  return { data, total_count: data.length, links: { next: null } };
};

export const endoflife: Say = ({ pathname }) => {
  const name = pathname.split('/').at(-2) ?? pathname.split('/').at(-1) ?? '';
  const releases = [
    {
      name: '1',
      label: '1',
      releaseDate: '2025-01-01',
      isEol: false,
      eolFrom: '2030-01-01',
      isMaintained: true,
      latest: null,
    },
  ];
  return { schema_version: '1.1.0', result: { name, label: name, releases } };
};

export const document: Say = ({ pathname }) => ({
  name: pathname,
  open: true,
  price: '0.60',
  more: 'x'.repeat(5_000),
});

export const page: Say = ({ pathname }) => {
  const rows = Array.from(
    { length: 40 },
    (_, at) => `<p>Line ${at} about ${pathname}: input costs $0.${at} per million tokens.</p>`,
  );
  return `<!doctype html><title>A page</title><main>${rows.join('')}</main>`;
};

export const feed: Say = ({ pathname }) => {
  const items = Array.from({ length: 20 }, (_, at) => {
    const link = `https://blog.example${pathname}/${at}`;
    return `<item><guid>${link}</guid><title>Item ${at}</title><link>${link}</link></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>A blog</title>${items.join('')}</channel></rss>`;
};
