import type { Node, Scalar, YAMLMap } from 'yaml';
import type { Path } from './document.ts';
import { obstacle, type Target } from './edit-target.ts';
import { yaml } from './parsers.ts';
import { keyName, yamlOptions } from './yaml.ts';

type Children = ReadonlyMap<string, { value: unknown; repeated: boolean }>;

/** Finds values in YAML by their paths. The text is known to be readable, so it neither nests nor multiplies too far. */
export function yamlTargets(text: string): (path: Path) => Target {
  const root = yaml().parseDocument(text, yamlOptions).contents;
  const known = new WeakMap<YAMLMap, Children>();

  function childOf(node: Node, key: string | number): { value: unknown; repeated: boolean } | undefined {
    if (yaml().isSeq(node) && typeof key === 'number') return { value: node.items[key], repeated: false };
    if (!yaml().isMap(node) || typeof key === 'number') return undefined;
    const children = known.get(node) ?? childrenOf(node);
    known.set(node, children);
    return children.get(key);
  }

  return function targetOf(path: Path): Target {
    let node: Node | null = root;
    let inFlow = false;
    let at = 0;
    for (const key of path) {
      if (!node) return obstacle('missing', at);
      at = node.range?.[0] ?? at;
      if (isShared(node)) return obstacle('shared', at);
      inFlow ||= yaml().isCollection(node) && node.flow === true;
      const child = childOf(node, key);
      if (child?.repeated) return obstacle('repeated-key', at);
      node = yaml().isNode(child?.value) ? child.value : null;
    }
    if (!node) return obstacle('missing', at);
    return isShared(node) || !yaml().isScalar(node) ? hidden(node, at) : scalarTarget(text, node, inFlow);
  };
}

function childrenOf(map: YAMLMap): Children {
  const children = new Map<string, { value: unknown; repeated: boolean }>();
  for (const { key, value } of map.items) {
    if (!yaml().isScalar(key)) continue;
    const name = keyName(key);
    children.set(name, { value, repeated: children.has(name) });
  }
  return children;
}

function isShared(node: Node): boolean {
  return yaml().isAlias(node) || (node as { anchor?: string }).anchor !== undefined;
}

function hidden(node: Node, at: number): Target {
  return obstacle(isShared(node) ? 'shared' : 'several-values', node.range?.[0] ?? at);
}

function scalarTarget(text: string, node: Scalar, inFlow: boolean): Target {
  const [from, to] = node.range ?? [0, 0];
  const written = text.slice(from, to);
  // `key:` and nothing behind it.
  if (written === '') return obstacle('missing', from);
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED' || /[\r\n]/.test(written))
    return obstacle('several-lines', from);
  const isText = node.tag === 'tag:yaml.org,2002:str';
  if (node.tag !== undefined && !isText) return obstacle('tagged', from);
  const styles = stylesFor(node.type);
  return {
    kind: 'span',
    from,
    to,
    write(value) {
      if (typeof value === 'number') return isText ? undefined : plain(value, inFlow);
      return styles.map((style) => style(value, inFlow)).find((candidate) => candidate !== undefined);
    },
  };
}

type Style = (value: string, inFlow: boolean) => string | undefined;

function stylesFor(type: Scalar['type']): readonly Style[] {
  if (type === 'PLAIN') return [plain, double];
  return type === 'QUOTE_SINGLE' ? [single, double] : [double];
}

// What could open a list, a map or a comment is kept from the reader: it is no plain text, and it could nest.
const PLAIN_TEXT = /^(?:[\p{L}\p{N}/_]|[.+~-](?=[\p{L}\p{N}/_.]))[^\p{C}\u2028\u2029]*$/u;

function plain(value: string | number, inFlow: boolean): string | undefined {
  const written = typeof value === 'number' ? JSON.stringify(value) : value;
  if (!PLAIN_TEXT.test(written) || /:(?:\s|$)|\s#/.test(written)) return undefined;
  if (inFlow && /[[\]{},]/.test(written)) return undefined;
  return reads(inFlow ? `[${written}]` : `- ${written}`, value) ? written : undefined;
}

function single(value: string): string | undefined {
  const written = `'${value.replaceAll("'", "''")}'`;
  return /[\p{C}\u2028\u2029]/u.test(written) || !reads(`[${written}]`, value) ? undefined : written;
}

// JSON's escapes are YAML's; what YAML does not let stand in a text is escaped besides.
function double(value: string): string | undefined {
  const written = JSON.stringify(value).replaceAll(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return reads(`[${written}]`, value) ? written : undefined;
}

function reads(text: string, value: string | number): boolean {
  const document = yaml().parseDocument(text, yamlOptions);
  return document.errors.length === 0 && (document.toJS() as unknown[])[0] === value;
}
