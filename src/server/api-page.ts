import { html, raw } from 'hono/html';
import type { SchemaView } from '../contract/schema-fields.ts';
import type { ApiReference, RouteView } from './api-reference.ts';
import { plainPage } from './guards/pages.ts';

type Html = ReturnType<typeof plainPage>;
type Names = ReadonlySet<string>;

/** A text in which types are links and words between back ticks are code. */
function typeText(text: string, names: Names): Html[] {
  return text.split(/(`[^`]*`|\w+)/).map((part) => {
    if (names.has(part)) return html`<a href="#${part}">${part}</a>`;
    return part.startsWith('`') ? html`<code>${part.slice(1, -1)}</code>` : html`${part}`;
  });
}

function fieldTable(fields: SchemaView['fields'], names: Names): Html {
  if (fields.length === 0) return html``;
  const rows = fields.map(
    ({ path, type, description }) =>
      html`<tr><td><code>${path}</code></td><td>${typeText(type, names)}</td><td>${description}</td></tr>`,
  );
  return html`<table><tr><th>Field</th><th>Value</th><th>Meaning</th></tr>${rows}</table>`;
}

function routeSection({ method, path, answer, answers, parameters, body }: RouteView, names: Names): Html {
  const content = answers.map(({ type, holds }) => html`<code>${type}</code> ${typeText(holds, names)} `);
  const known = body !== null && names.has(body.type);
  const parts = [
    parameters.length > 0 ? html`<p>Parameters</p>${fieldTable(parameters, names)}` : raw(''),
    body === null
      ? raw('')
      : html`<p>Body: ${typeText(body.type, names)}</p>${known ? raw('') : fieldTable(body.fields, names)}`,
    html`<p>Answer: ${answer}. ${content}</p>`,
  ];
  return html`<h3><code>${method} ${path}</code></h3>${parts}`;
}

/** The reference of the routes as a page. */
export function apiPage({ routes, types, events }: ApiReference): Html {
  const names = new Set(types.map(({ name }) => name));
  return plainPage(
    'Framesift: HTTP API',
    html`<h1>HTTP API</h1>
<p>The routes of this server, as its own page uses them; also as <a href="/api/openapi.json">OpenAPI</a>. Errors are answered as <a href="#HttpError">HttpError</a>.</p>
<h2>Routes</h2>
${routes.map((route) => routeSection(route, names))}
<h2>Events</h2>
<p>The data of each event, by its <code>type</code>.</p>
${events.map(({ name, fields }) => html`<h3><code>${name}</code></h3>${fieldTable(fields, names)}`)}
<h2>Types</h2>
${types.map(({ name, fields }) => html`<h3 id="${name}">${name}</h3>${fieldTable(fields, names)}`)}`,
  );
}
