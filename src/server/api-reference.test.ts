import { describe, expect, it } from 'vitest';
import { apiPage } from './api-page.ts';
import { apiReference } from './api-reference.ts';
import { describedRoutes } from './described-routes.ts';
import { isUpload } from './guards/request-size.ts';

const api = describedRoutes();
const reference = apiReference(api);

describe('the reference of the routes', () => {
  it('tells every route that there is', () => {
    const told = reference.routes.map(({ method, path }) => `${method} ${path}`).sort();
    const served = api.routes
      // Sending files is a protocol of its own.
      .filter(({ method, path }) => method !== 'ALL' && !isUpload(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(?:\{.*?\})?/g, '{$1}')}`);
    expect(told).toEqual([...new Set(served)].sort());
    expect(told.length).toBeGreaterThan(25);
  });

  it('tells what goes in and what comes out', () => {
    const create = reference.routes.find(({ method, path }) => method === 'POST' && path === '/api/runs');
    expect(create?.body?.type).toBe('CreateRun');
    expect(create?.answers).toEqual([{ type: 'application/json', holds: 'RunSummary' }]);
    const { parameters } = reference.routes.find(({ path }) => path === '/api/probe/thumbnail') ?? {
      parameters: [],
    };
    expect(parameters.find(({ path }) => path === 'at')).toMatchObject({ type: 'number from 0 to 1' });
    expect(reference.events.map(({ name }) => name)).toContain('run-removed');
  });

  it('explains every parameter and field', () => {
    const fields = [
      ...reference.routes.flatMap(({ parameters, body }) => [...parameters, ...(body?.fields ?? [])]),
      ...reference.types.flatMap((type) => type.fields),
      ...reference.events.flatMap((event) => event.fields),
    ];
    expect(fields.filter(({ description }) => description === '').map(({ path }) => path)).toEqual([]);
    for (const { answer } of reference.routes) expect(answer).toMatch(/\w/);
  });

  it('as a page holds no script and loads nothing', async () => {
    const page = String(await apiPage(reference));
    expect(page).toContain('GET /api/runs/{id}');
    expect(page).toContain('id="RunSummary"');
    expect(page).not.toMatch(/<script|<link|src=|https?:|undefined|\[object/);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${target}"`);
  });
});
