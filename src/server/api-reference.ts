import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { runEventSchema } from '../contract/events.ts';
import * as http from '../contract/http.ts';
import { probeSchema } from '../contract/probe.ts';
import { frameRecordSchema } from '../contract/record.ts';
import { runCountsSchema, sourceSchema } from '../contract/run-files.ts';
import { type SchemaNames, type SchemaView, schemaView, unionMembers } from '../contract/schema-fields.ts';
import { sitePlaylistSchema, siteVideoSchema } from '../contract/site.ts';
import { uploadSchema, uploadsAnswerSchema } from '../contract/uploads.ts';

/** One route as the reference tells it. */
export interface RouteView {
  readonly method: string;
  /** With `{places}`. */
  readonly path: string;
  readonly answer: string;
  /** Content types of the answer with what they hold. */
  readonly answers: readonly { readonly type: string; readonly holds: string }[];
  /** Fields of path and query. */
  readonly parameters: SchemaView['fields'];
  /** What the body holds; null = no body. */
  readonly body: SchemaView | null;
}

/** The routes and the types that they speak of. */
export interface ApiReference {
  readonly routes: readonly RouteView[];
  readonly types: readonly (SchemaView & { readonly name: string })[];
  /** What the event streams tell. */
  readonly events: readonly { readonly name: string; readonly fields: SchemaView['fields'] }[];
}

/** `runSummarySchema` -> `RunSummary`. */
const typeName = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replace(/Schema$/, '');

/** All schemas of the contract's HTTP types, and those of files that they share, by name. */
function namedSchemas(): readonly { name: string; schema: z.ZodType }[] {
  const shared = { frameRecordSchema, probeSchema, runCountsSchema, runEventSchema, sourceSchema };
  const site = { siteVideoSchema, sitePlaylistSchema };
  const uploads = { uploadSchema, uploadsAnswerSchema };
  const exported: Readonly<Record<string, unknown>> = { ...http, ...site, ...uploads, ...shared };
  return Object.entries(exported).flatMap(([name, schema]) =>
    schema instanceof z.ZodType ? [{ name: typeName(name), schema }] : [],
  );
}

/** The name of a schema, or what it is in words. */
function holds(schema: unknown, names: SchemaNames): string {
  if (!(schema instanceof z.ZodType)) return '';
  return names.get(schema) ?? schemaView(schema, names).type;
}

function contentOf({ responses }: RouteConfig): { answer: string; content: [string, unknown][] } {
  const ok = responses[200];
  if (ok === undefined || !('description' in ok)) return { answer: '', content: [] };
  const content = 'content' in ok && ok.content ? ok.content : {};
  const schemas = Object.entries(content).map(([type, media]): [string, unknown] => [
    type,
    media && 'schema' in media ? media.schema : null,
  ]);
  return { answer: ok.description, content: schemas };
}

function viewOf(route: RouteConfig, names: SchemaNames): RouteView {
  const { params, query, body } = route.request ?? {};
  const { answer, content } = contentOf(route);
  const parameters = [params, query].flatMap((schema) =>
    schema instanceof z.ZodType ? schemaView(schema, names).fields : [],
  );
  const media = body?.content['application/json'];
  const bodySchema = media && 'schema' in media ? media.schema : null;
  return {
    method: route.method.toUpperCase(),
    path: route.path,
    answer,
    answers: content.map(([type, schema]) => ({ type, holds: holds(schema, names) })),
    parameters,
    body:
      bodySchema instanceof z.ZodType
        ? { ...schemaView(bodySchema, names), type: holds(bodySchema, names) }
        : null,
  };
}

/** What the routes of a server take and answer, told from their definitions. */
export function apiReference(api: Pick<OpenAPIHono, 'openAPIRegistry'>): ApiReference {
  const schemas = namedSchemas();
  const names: SchemaNames = new Map(schemas.map(({ name, schema }) => [schema, name]));
  const routes = api.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [viewOf(definition.route, names)] : [],
  );
  const types = schemas.map(({ name, schema }) => ({ name, ...schemaView(schema, names) }));
  const events = unionMembers(http.serverEventSchema, 'type', names);
  // Lists of words and the like are told where they are used.
  return { routes, types: types.filter(({ fields }) => fields.length > 0), events };
}
