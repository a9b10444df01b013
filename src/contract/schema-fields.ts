import { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** One field of a file format or message, nested ones by their path (`source.size`, `frames[].time`). */
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

/** What the members of a list are; those of a tuple are all alike here. */
function itemsOf({ items, prefixItems }: Schema): Schema | boolean | undefined {
  if (prefixItems) return prefixItems[0];
  return Array.isArray(items) ? items[0] : items;
}

/** A schema that is described elsewhere. */
const named = ({ $ref }: Schema): string | null => $ref?.split('/').at(-1) ?? null;

function describeOption(schema: Schema): string {
  const name = named(schema);
  if (name !== null) return name;
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.format === 'date-time') return 'date and time (ISO 8601)';
  if (schema.type === 'integer') return `whole number${describeBounds(schema)}`;
  if (schema.type === 'number') return `number${describeBounds(schema)}`;
  if (schema.type === 'string') return schema.format === 'binary' ? 'bytes' : 'text';
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') {
    const items = itemsOf(schema);
    return `list of ${isSchema(items) ? describeType(items) : 'anything'}`;
  }
  const members = (schema.oneOf ?? []).filter(isSchema).map(named);
  if (members.length > 0 && !members.includes(null)) return members.join(' or ');
  if (schema.type === undefined && !schema.oneOf) return 'anything';
  return isFraction(schema) ? 'fraction: object of whole numbers num, den' : 'object';
}

function describeType(schema: Schema): string {
  const { options, nullable } = alternatives(schema);
  return [...options.map(describeOption), ...(nullable ? ['null'] : [])].join(' or ');
}

function nestedFields(schema: Schema, path: string): Field[] {
  return alternatives(schema).options.flatMap((option) => {
    if (isFraction(option)) return [];
    const items = itemsOf(option);
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

/** A schema in words and, for objects, its fields. */
export interface SchemaView {
  readonly type: string;
  readonly fields: readonly Field[];
}

/** Schemas that are told elsewhere, and the names by which they are called. */
export type SchemaNames = ReadonlyMap<z.core.$ZodType, string>;

/** What zod knows of a schema, and its name. */
class NamingRegistry extends z.core.$ZodRegistry<z.core.GlobalMeta> {
  readonly #names: SchemaNames;

  constructor(names: SchemaNames) {
    super();
    this.#names = names;
  }

  override get(schema: z.core.$ZodType): z.core.GlobalMeta | undefined {
    const id = this.#names.get(schema);
    return { ...z.globalRegistry.get(schema), ...(id !== undefined && { id }) };
  }
}

function toJson(schema: z.ZodType, names: SchemaNames): Schema {
  const json = z.toJSONSchema(schema, { metadata: new NamingRegistry(names), unrepresentable: 'any' });
  const definition = json.$defs?.[named(json) ?? ''];
  return definition ?? json;
}

/** What a schema says; schemas within it that have a name are called by it. */
export function schemaView(schema: z.ZodType, names: SchemaNames): SchemaView {
  const json = toJson(schema, names);
  return { type: describeType(json), fields: fieldsOf(json, '', true) };
}

/**
 * The members of a tagged union by the value of their tag; schemas within them that have a name are called by it.
 */
export function unionMembers(
  union: z.ZodType,
  tag: string,
  names: SchemaNames = new Map(),
): { name: string; fields: Field[] }[] {
  const { oneOf } = toJson(union, names);
  return (oneOf ?? []).filter(isSchema).map((member) => {
    const tagSchema = member.properties?.[tag];
    const name = isSchema(tagSchema) ? String(tagSchema.const) : '';
    return { name, fields: fieldsOf(member, '', false).filter(({ path }) => path !== tag) };
  });
}
