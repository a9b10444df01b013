import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { presetsAnswerSchema, presetViewSchema } from '../../src/contract/http.ts';
import { savePreset } from '../../src/presets/preset-store.ts';
import { errorOf, type SourceRoutes, sourceRoutes } from '../support/source-routes.ts';

const at = (name: string) => `/presets/${encodeURIComponent(name)}`;

const put = ({ request }: SourceRoutes, name: string, body: unknown) =>
  request(at(name), {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

async function list({ request }: SourceRoutes) {
  return presetsAnswerSchema.parse(await (await request('/presets')).json());
}

const names = async (routes: SourceRoutes) => (await list(routes)).presets.map(({ name }) => name);

describe('presets', () => {
  it('are saved, listed, replaced when asked for, and deleted into the trash', async () => {
    const routes = sourceRoutes();
    expect(await list(routes)).toEqual({ presets: [], broken: [] });
    const options = { method: 'interval', interval: 2, minSharpness: 40 };
    const saved = presetViewSchema.parse(await (await put(routes, 'Sharp ones', { options })).json());
    expect(saved).toEqual({ name: 'Sharp ones', options });
    expect((await list(routes)).presets).toEqual([saved]);
    expect(await errorOf(await put(routes, 'Sharp ones', { options: {} }))).toMatchObject({
      status: 409,
      code: 'preset_exists',
    });
    expect((await list(routes)).presets).toEqual([saved]);
    await put(routes, 'Sharp ones', { options: { png: true }, replace: true });
    expect((await list(routes)).presets).toEqual([{ name: 'Sharp ones', options: { png: true } }]);
    const left = await routes.request(at('Sharp ones'), { method: 'DELETE' });
    expect(presetsAnswerSchema.parse(await left.json()).presets).toEqual([]);
    expect(readdirSync(path.join(routes.settings.presets, 'trash'))).toHaveLength(1);
    expect(routes.events).toEqual([{ type: 'presets' }, { type: 'presets' }, { type: 'presets' }]);
  });

  it('take any name and refuse what is none', async () => {
    const routes = sourceRoutes();
    const wild = ['a/b', '../x', 'Größe 日本 🎬', 'CON', '%2e%2e', "it's", 'x'.repeat(200)];
    for (const name of wild) expect((await put(routes, name, { options: {} })).status, name).toBe(200);
    expect((await names(routes)).sort()).toEqual([...wild].sort());
    expect(readdirSync(routes.settings.presets).every((file) => /^[a-z0-9-]+\.json$/.test(file))).toBe(true);
    for (const name of wild) {
      expect((await routes.request(at(name), { method: 'DELETE' })).status, name).toBe(200);
    }
    expect(await names(routes)).toEqual([]);
    for (const name of [' ', 'a\nb', 'a\0b', 'x'.repeat(201)]) {
      expect((await put(routes, name, { options: {} })).status, name).toBe(400);
    }
  });

  it('refuse options that do not exist or lie outside of their range', async () => {
    const routes = sourceRoutes();
    const codeFor = async (body: unknown) => (await errorOf(await put(routes, 'p', body))).code;
    expect(await codeFor({ options: { shutter: 1 } })).toBe('unknown_option');
    expect(await codeFor({ options: { interval: -1 } })).toBe('invalid_option');
    expect(await codeFor({ options: [] })).toBe('request_invalid');
    expect(await codeFor({})).toBe('request_invalid');
    expect(await errorOf(await routes.request(at('p'), { method: 'DELETE' }))).toMatchObject({
      status: 404,
      code: 'preset_missing',
    });
    expect(routes.events).toEqual([]);
  });

  it('are those of the command line, broken ones with the reason', async () => {
    const routes = sourceRoutes();
    const { presets } = routes.settings;
    await savePreset(presets, 'of the terminal', { png: true }, { replace: false });
    mkdirSync(path.join(presets, 'trash'), { recursive: true });
    writeFileSync(path.join(presets, 'broken-0123.json'), '{');
    const answer = await list(routes);
    expect(answer.presets).toEqual([{ name: 'of the terminal', options: { png: true } }]);
    expect(answer.broken).toEqual([
      { file: 'broken-0123.json', reason: expect.stringContaining('not valid JSON') },
    ]);
  });

  it('of one new name are saved once when two windows save at the same time', async () => {
    const routes = sourceRoutes();
    const answers = await Promise.all(
      [1, 2, 3].map((interval) => put(routes, 'same', { options: { interval } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});
