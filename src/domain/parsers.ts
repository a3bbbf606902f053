import { createRequire } from 'node:module';
import type * as JsoncParser from 'jsonc-parser';
import type * as Yaml from 'yaml';

// Loaded when first asked for: most runs over JSON files meet neither. Each is kept, for `require` looks for the files of
// a package at every call, and the YAML reader asks for it at every node.
const require = createRequire(import.meta.url);
const loaded: { yaml?: typeof Yaml; jsonc?: typeof JsoncParser } = {};

/** The `yaml` package. */
export function yaml(): typeof Yaml {
  return (loaded.yaml ??= require('yaml') as typeof Yaml);
}

/** The `jsonc-parser` package: for JSON that is broken or repeats a key. */
export function jsonc(): typeof JsoncParser {
  return (loaded.jsonc ??= require('jsonc-parser') as typeof JsoncParser);
}
