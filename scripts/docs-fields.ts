import type { Field } from '../src/contract/schema-fields.ts';
import { code, table } from './docs-markdown.ts';

/** A table of fields. */
export function fieldTable(fields: readonly Field[]): string {
  return table(
    ['Field', 'Value', 'Meaning'],
    fields.map(({ path, type, description }) => [code(path), type, description]),
  );
}
