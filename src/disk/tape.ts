import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UnreadablePathError } from './files.ts';

/** A folder of exchanges, one file each. What is not there is undefined; a folder that cannot be written throws. */
export function openTape(folder: string): {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
} {
  return {
    read(name) {
      try {
        return readFileSync(path.join(folder, `${name}.json`), 'utf8');
      } catch {
        return undefined;
      }
    },
    write(name, text) {
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, `${name}.json`), text);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new UnreadablePathError(`Cannot record to ${folder}: ${why}. Name another folder.`);
      }
    },
  };
}
