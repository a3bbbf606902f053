import { writeFileSync } from 'node:fs';
import { policyJsonSchema } from '../../src/domain/policy-json-schema.ts';
import { SCHEMA_FILE, textOf } from './schema-file.ts';

// `npm run schema`: writes what the configuration's schema says today.
writeFileSync(SCHEMA_FILE, textOf(policyJsonSchema()));
