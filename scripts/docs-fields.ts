import { z } from 'zod';
import { code, table } from './docs-markdown.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** One field of a file format, nested ones by their path (`source.size`, `frames[].time`). */
export interface Field {
  readonly path: string;
  readonly type: string;
  readonly description: string;
}

const isSchema = (schema: Schema | boolean | undefined): schema is Schema => typeof schema === 'object';

/** The alternatives of a schema besides null, and whether null is one. */
function alternatives(schema: Schema): { options: Schema[]; nullable: boolean } {
  const members = (schema.anyOf ?? []).filter(isSchema);
  if (members.length > 0) {
    const options = members.filter((member) => member.type !== 'null');
    return { options, nullable: options.length < members.length };
  }
  const types: unknown = schema.type;
  if (!Array.isArray(types)) return { options: [schema], nullable: false };
  const [type] = types.filter((name) => name !== 'null');
  return { options: [{ ...schema, type }], nullable: true };
}

const NOTHING: readonly unknown[] = [undefined, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

function describeBounds({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const low = exclusiveMinimum === 0 ? 'above 0' : NOTHING.includes(minimum) ? '' : `from ${minimum}`;
  const high = NOTHING.includes(maximum) ? '' : `to ${maximum}`;
  return [low, high].map((part) => (part ? ` ${part}` : '')).join('');
}

const isFraction = ({ properties }: Schema): boolean => Object.keys(properties ?? {}).join() === 'num,den';

function describeOption(schema: Schema): string {
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(', ');
  if (schema.format === 'date-time') return 'date and time (ISO 8601)';
  if (schema.type === 'integer') return `whole number${describeBounds(schema)}`;
  if (schema.type === 'number') return `number${describeBounds(schema)}`;
  if (schema.type === 'string') return 'text';
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') {
    const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
    return `list of ${isSchema(items) ? describeType(items) : 'anything'}`;
  }
  return isFraction(schema) ? 'fraction: object of whole numbers num, den' : 'object';
}

function describeType(schema: Schema): string {
  const { options, nullable } = alternatives(schema);
  return [...options.map(describeOption), ...(nullable ? ['null'] : [])].join(' or ');
}

function nestedFields(schema: Schema, path: string): Field[] {
  return alternatives(schema).options.flatMap((option) => {
    if (isFraction(option)) return [];
    const items = Array.isArray(option.items) ? option.items[0] : option.items;
    if (isSchema(items)) return nestedFields(items, `${path}[]`);
    return fieldsOf(option, `${path}.`, true);
  });
}

function fieldsOf(schema: Schema, prefix: string, nested: boolean): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (!isSchema(field)) return [];
    const path = `${prefix}${name}`;
    const own = { path, type: describeType(field), description: field.description ?? '' };
    return nested ? [own, ...nestedFields(field, path)] : [own];
  });
}

/**
 * The fields of an object schema in order.
 * @param nested whether the fields of inner objects are told too
 */
export function schemaFields(schema: z.ZodType, nested = true): Field[] {
  return fieldsOf(z.toJSONSchema(schema), '', nested);
}

/** The members of a tagged union by the value of their tag. */
export function unionMembers(union: z.ZodType, tag: string): { name: string; fields: Field[] }[] {
  return (z.toJSONSchema(union).oneOf ?? []).filter(isSchema).map((member) => {
    const tagSchema = member.properties?.[tag];
    const name = isSchema(tagSchema) ? String(tagSchema.const) : '';
    return { name, fields: fieldsOf(member, '', false).filter(({ path }) => path !== tag) };
  });
}

/** A table of fields. */
export function fieldTable(fields: readonly Field[]): string {
  return table(
    ['Field', 'Value', 'Meaning'],
    fields.map(({ path, type, description }) => [code(path), type, description]),
  );
}
