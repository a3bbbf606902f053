/** The JSON Schema that we publish. */
export const SCHEMA_FILE = new URL('../../reverify.schema.json', import.meta.url);

/** A schema as it stands in the file. */
export function textOf(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
