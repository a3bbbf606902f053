import * as z from 'zod';
import { DURATION } from './fields.ts';
import { policySchema } from './policy.ts';
import { presets } from './presets.ts';
import { policyWords } from './policy-words.ts';
import { SHORT_WATCH } from './watch.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The JSON Schema of a configuration as it is written down, for editors: every key with its meaning and default. */
export function policyJsonSchema(): object {
  const defaults = policySchema.parse({ watch: [{ source: 's', target: 't' }] });
  const schema = structuredClone(z.toJSONSchema(policySchema, { io: 'input' }));
  describeKeys(schema, '', defaults);
  return { $schema: schema.$schema, title: 'Reverify: .github/reverify.yml', ...schema };
}

// zod's own `override` hears of each schema once, however many keys share it.
function describeKeys(schema: JsonSchema, section: string, defaults: unknown): void {
  for (const [key, below] of Object.entries(schema.properties ?? {})) {
    if (typeof below === 'boolean') continue;
    const name = section === '' ? key : `${section}.${key}`;
    const value = valueAt(defaults, key);
    const words = [policyWords[name] ?? ''];
    if (below.pattern === DURATION.source) words.push(sayDuration(below, value));
    below.description = words.join(' ').trim();
    const inside = itemOf(below) ?? below;
    describeKeys(inside, name, Array.isArray(value) ? value[0] : value);
    more[name]?.(below);
  }
}

function itemOf({ items }: JsonSchema): JsonSchema | undefined {
  return typeof items === 'object' && !Array.isArray(items) ? items : undefined;
}

function sayDuration(schema: JsonSchema, days: unknown): string {
  if (typeof days === 'number') schema.default = `${days}d`;
  schema.examples = ['180d', '2 weeks', '6 months', '1 year'];
  return 'In days, weeks, months of 30 days or years of 365.';
}

// What checks and transforms do, for which JSON Schema has words of its own.
const more: Readonly<Record<string, (schema: JsonSchema) => void>> = {
  'scores.weights'({ anyOf = [] }) {
    const list = anyOf.find((one) => typeof one === 'object' && one.type === 'array');
    Object.assign(list ?? {}, { minItems: 5, maxItems: 5, items: { type: 'number', minimum: 0 } });
  },
  extends(schema) {
    schema.items = { enum: Object.keys(presets) };
  },
  'watch.expires'(schema) {
    Object.assign(schema, { pattern: String.raw`^\d{4}-\d{2}-\d{2}$`, examples: ['2027-01-31'] });
  },
  watch(schema) {
    const short: JsonSchema = {
      type: 'string',
      pattern: SHORT_WATCH.source,
      description: 'In short: source:target and, after a blank, conditions with commas between them.',
      examples: ['hf-model:MiniMaxAI/MiniMax-M3 has-weights'],
    };
    schema.items = { anyOf: [itemOf(schema) ?? {}, short] };
  },
};

function valueAt(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[key];
}
