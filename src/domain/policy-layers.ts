/** Settings as they are written down in one place. */
export interface Layer {
  value: object;
  /** Where a setting comes from, for people: `preset strict`, `.github/reverify.yml:12`. */
  originOf(path: readonly string[]): string;
}

/** What layers come to, and where each of its leaves comes from, by path. */
export interface Merged {
  value: object;
  origins: ReadonlyMap<string, string>;
}

/** Lays layers over each other, the last on top: objects merge by key, lists and all else replace what is below. */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const origins = new Map<string, string>();
  const value: Record<string, unknown> = {};
  for (const layer of layers) layOver(value, layer.value, [], layer, origins);
  return { value, origins };
}

/** The origin of each leaf of settings in effect, by path in its order: a list is one leaf. */
export function originsOfLeaves(settings: object, { origins }: Merged): Map<string, string> {
  const paths = leavesOf(settings, []);
  return new Map(paths.map((path) => [path, origins.get(path) ?? 'default']));
}

function layOver(
  below: Record<string, unknown>,
  above: object,
  path: readonly string[],
  layer: Layer,
  origins: Map<string, string>,
): void {
  for (const [key, value] of Object.entries(above) as [string, unknown][]) {
    const here = [...path, key];
    if (isObject(value)) {
      const present = below[key];
      const merged = isObject(present) ? present : {};
      below[key] = merged;
      layOver(merged, value, here, layer, origins);
    } else {
      below[key] = value;
      origins.set(here.join('.'), layer.originOf(here));
    }
  }
}

function leavesOf(value: object, path: readonly string[]): string[] {
  return Object.entries(value).flatMap(([key, inside]: [string, unknown]) => {
    const here = [...path, key];
    return isObject(inside) ? leavesOf(inside, here) : [here.join('.')];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
