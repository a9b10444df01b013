import { apiReference, type RouteView } from '../src/server/api-reference.ts';
import { describedRoutes } from '../src/server/described-routes.ts';
import { fieldTable } from './docs-fields.ts';
import { code, pageHead } from './docs-markdown.ts';

const INTRODUCTION =
  'The routes of the local server that `framesift` starts, as its own page uses them. The running server shows the same at `/api/docs`, and as OpenAPI at `/api/openapi.json`. Every request needs the token: once as `?token=…` in the address, which sets a cookie, then that cookie. Host and Origin must be the server’s own. Errors are answered with the status of the error and `HttpError`; [troubleshooting.md](troubleshooting.md) lists the codes. Files are sent by tus (resumable) at `/api/uploads/tus`, with `filename` and, where it is known, `fingerprint` as metadata; who compares that with the fingerprints of `GET /api/uploads` before need not send what is there.';

function routeSection(
  { method, path, answer, answers, parameters, body }: RouteView,
  names: ReadonlySet<string>,
) {
  const content = answers.map(({ type, holds }) => `${code(type)} ${holds}`.trim()).join(', ');
  const parts = [
    ...(parameters.length > 0 ? [fieldTable(parameters)] : []),
    ...(body === null
      ? []
      : [`Body: ${body.type}`, ...(names.has(body.type) ? [] : [fieldTable(body.fields)])]),
    `Answer: ${answer}${content === '' ? '' : `; ${content}`}`,
  ];
  return `### ${code(`${method} ${path}`)}\n\n${parts.join('\n\n')}\n`;
}

/** docs/http-api.md: the routes of the local server and the types that they speak of. */
export function httpApiPage(): string {
  const { routes, types, events } = apiReference(describedRoutes());
  const names = new Set(types.map(({ name }) => name));
  return [
    pageHead('HTTP API', INTRODUCTION),
    '## Routes\n',
    ...routes.map((route) => routeSection(route, names)),
    '## Events\n\nThe data of each event of `/api/events`, by its `type`.\n',
    ...events.map(({ name, fields }) => `### ${code(name)}\n\n${fieldTable(fields)}\n`),
    '## Types\n',
    ...types.map(({ name, fields }) => `### ${name}\n\n${fieldTable(fields)}\n`),
  ].join('\n');
}
