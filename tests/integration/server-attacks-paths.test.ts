import { readdirSync } from 'node:fs';
import { Agent } from 'node:http';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { casesOf, EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { askIn, expectUnhurt, type Operation, operationsOf, type Reply, runIds } from '../support/attack.ts';
import { makeRun } from '../support/made-run.ts';
import { SECRET, surrounded } from '../support/surrounded.ts';
import type { WebHere } from '../support/web-here.ts';

/** Paths that must not be followed. */
function forbidden({ home, workspace }: WebHere, outside: string): string[] {
  const secret = `${outside}/secret.mp4`;
  return [
    ...[secret, `/${secret}`, outside, '/', '/etc/passwd', '..', '.', '~', '~/clip.mp4', 'clip.mp4'],
    ...['../outside/secret.mp4', `${'../'.repeat(20)}etc/passwd`, `${'..//'.repeat(20)}etc/passwd`],
    ...[`${home}/../outside/secret.mp4`, `${home}/folder/../../outside/secret.mp4`, `${home}/./clip.mp4`],
    ...[`${home}/folder/middle/secret.mp4`, `${home}/linked/secret.mp4`, `${home}/linked`],
    ...[
      `${home}/link.mp4`,
      `${home}/link of link.mp4`,
      `${home}/dangling.mp4`,
      `${home}/settings/inside.mp4`,
    ],
    ...[`${home}/.hidden.mp4`, `${home}/.config/inside.mp4`, `${home}/.config`, `${workspace}/.framesift`],
    ...[`${home}/clip.mp4\0`, `${home}/clip.mp4\0.txt`, `${secret}\0${home}/clip.mp4`, '\0'],
    ...[
      '..\\..\\outside\\secret.mp4',
      `${home}\\..\\outside\\secret.mp4`,
      'C:\\Windows\\win.ini',
      '\\\\a\\b',
    ],
    ...['%2e%2e%2foutside%2fsecret.mp4', `${home}/%2e%2e/outside/secret.mp4`, '..%252f..%252fetc'],
    ...['..%c0%af..%c0%afetc', '．．／outside', '‥/outside', `..;/outside`, `${home}/..;/outside/secret.mp4`],
    ...[`file://${secret}`, `concat:${secret}`, `subfile,,start,0,end,0,,:${secret}`, 'pipe:0', 'data:,x'],
    ...[
      'http://127.0.0.1:1/',
      'http://169.254.169.254/latest',
      'ftp://a/b',
      '-i',
      '--version',
      '|id',
      '$(id)',
    ],
    ...[
      '/dev/zero',
      '/dev/stdin',
      '/proc/self/environ',
      `/proc/self/root${secret}`,
      `/proc/self/cwd/outside`,
    ],
  ];
}

/** Values that are nothing that anybody would name. */
const ODD: readonly string[] = [
  ...['x'.repeat(300), 'x'.repeat(9000), `/${'a/'.repeat(2000)}b`, '🎬'.repeat(60), '\u202eabc', 'a\u0301'],
  ...['__proto__', 'constructor', 'null', 'undefined', 'NaN', '-1', '1e309', '9'.repeat(40), '0x0', '1.5'],
  ...[
    ' ',
    '\n',
    'a\r\nSet-Cookie: x=y',
    '<script>alert(1)</script>',
    '{{7*7}}',
    "' OR 1=1 --",
    '%',
    '%zz',
    '%ff',
  ],
];

const PATHS: readonly string[] = ['path', 'input', 'to'];
const isPlace = (name: string) => PATHS.includes(name);
const isText = (type: unknown) => [type].flat().includes('string');

interface Attempt {
  readonly what: string;
  readonly isPath: boolean;
  readonly send: () => Promise<Reply>;
}

/** Thousands of requests are quicker over kept connections. */
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
afterAll(() => agent.destroy());

/** What each operation wants where nothing is tried. */
function usual(run: string, clip: string): Readonly<Record<string, unknown>> {
  const options = { options: {}, criteria: {}, to: null, replace: true };
  return { id: run, n: '0', name: 'mine', trash_id: 'x', path: clip, at: '0', input: clip, ...options };
}

/** A value in every place where an operation takes one, one at a time. */
function attempts(
  app: WebHere,
  operation: Operation,
  value: string,
  good: ReturnType<typeof usual>,
): Attempt[] {
  const { method, path: place, parameters, body } = operation;
  const text = (name: string) => encodeURIComponent(String(good[name] ?? ''));
  const address = (tried: string | null, written: string) =>
    place.replace(/\{(\w+)\}/g, (_, name: string) => (name === tried ? written : text(name)));
  const known = parameters.filter((given) => given.in === 'query' && good[given.name] !== undefined);
  const query = (tried: string | null) => {
    const pairs = known.map(({ name }): [string, string] => [name, String(good[name])]);
    const all = new URLSearchParams(pairs);
    if (tried !== null) all.set(tried, value);
    return all.size > 0 ? `?${all}` : '';
  };
  const fields = Object.keys(body ?? {});
  const json = (tried: string | null) =>
    JSON.stringify(Object.fromEntries(fields.map((name) => [name, name === tried ? value : good[name]])));
  const sent = (target: string, tried: string | null, headers = {}) =>
    askIn(app, method, target, { agent, headers, ...(body && { body: json(tried) }) });
  const inParameters = parameters.flatMap(({ in: where, name }): Attempt[] => {
    const what = `${method} ${place} ${where} ${name}=${JSON.stringify(value.slice(0, 80))}`;
    const isPath = isPlace(name);
    if (where === 'query') {
      return [{ what, isPath, send: () => sent(address(null, '') + query(name), null) }];
    }
    const encoded = encodeURIComponent(value);
    if (where === 'header') {
      return [{ what, isPath, send: () => sent(address(null, ''), null, { [name]: encoded }) }];
    }
    const plain = /^[!-~]+$/.test(value) && !/[?#]/.test(value) ? [value] : [];
    return [encoded, ...plain].map((written) => ({
      ...{ what, isPath },
      send: () => sent(address(name, written) + query(null), null),
    }));
  });
  const inBody = fields
    .filter((name) => isText(body?.[name]))
    .map((name) => ({
      what: `${method} ${place} ${name}: ${JSON.stringify(value.slice(0, 80))}`,
      isPath: isPlace(name),
      send: () => sent(address(null, '') + query(null), name),
    }));
  return [...inParameters, ...inBody];
}

/** All that lies in a folder but what the server keeps for itself, and the run of the clip: its title may be anything. */
function contents(folder: string): string[] {
  const own = /^(?:presets|uploads|home\/downloads\/(?:\.framesift|clip))(?:\/|$)/;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => !own.test(name)).sort();
}

describe('a path that leads out', () => {
  it('is not followed in any parameter of any route', async () => {
    const { app, folder, outside, clip } = await surrounded();
    await makeRun(app.workspace, { records: 3, pictures: 3, rejected: 0, errors: 0 });
    const good = usual((await runIds(app)).made ?? '', clip);
    const before = contents(folder);
    const bad = casesOf(forbidden(app, outside), 10);
    const operations = await operationsOf(app);
    // Each place of a path is tried with every value, each other one with some, and each time with others.
    const all = operations.flatMap((operation, turn) =>
      [...bad, ...casesOf(ODD, 6)].flatMap((value, i) =>
        attempts(app, operation, value, good)
          .map((one) => ({ ...one, isForbidden: bad.includes(value) }))
          .filter(({ isPath }, place) => isPath || (i + turn + place) % 5 === 0),
      ),
    );
    expect(all.length).toBeGreaterThan(EVERY_CASE ? 1000 : 200);
    const queue = all.values();
    let refused = 0;
    const worker = async () => {
      for (const { what, isPath, isForbidden, send } of queue) {
        const { status, body } = await send();
        expect(status, what).toBeLessThan(500);
        expect(body.includes(SECRET), what).toBe(false);
        if (!isPath || !isForbidden) continue;
        refused++;
        expect([400, 403, 404, 422], `${what} ${body.slice(0, 200)}`).toContain(status);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    // Folder, clip twice, its scenes, reference picture, new run, plan and export.
    expect(refused).toBe(bad.length * 8);
    expect(contents(folder)).toEqual(before);
    const listed = await askIn(app, 'GET', `/api/files?path=${encodeURIComponent(app.home)}`);
    const names = JSON.parse(listed.body).entries.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['downloads', 'folder', 'clip.mp4']);
    await expectUnhurt(app, EVERY_CASE ? ['malformed', 'path'] : ['path']);
  });

  it('is not followed where an option takes one', async () => {
    const { app, folder, outside, clip } = await surrounded();
    await makeRun(app.workspace, { records: 3, pictures: 3, rejected: 0, errors: 0 });
    const run = `/api/runs/${(await runIds(app)).made}`;
    const before = contents(folder);
    for (const value of [
      '../../outside/x{frame}',
      `${outside}/{frame}`,
      '..\\{frame}',
      '{frame}/../../x',
      '\0{frame}',
    ]) {
      for (const options of [
        { name: value },
        { to: outside },
        { to: value },
        { preset: value },
        { logDir: outside },
      ]) {
        const body = JSON.stringify({ criteria: {}, options, to: null });
        for (const route of ['export/plan', 'export']) {
          const { status } = await askIn(app, 'POST', `${run}/${route}`, { body });
          expect(status, JSON.stringify(options)).toBe(400);
        }
      }
    }
    for (const hwaccel of [outside, '-i', '../x', 'none -i /etc/passwd'])
      await askIn(app, 'POST', '/api/runs', { body: JSON.stringify({ input: clip, options: { hwaccel } }) });
    expect(contents(folder)).toEqual(before);
    const options = { out: outside, method: 'interval', interval: 0.5 };
    const created = await askIn(app, 'POST', '/api/runs', { body: JSON.stringify({ input: clip, options }) });
    const { id } = JSON.parse(created.body);
    const view = async () => JSON.parse((await askIn(app, 'GET', `/api/runs/${id}`)).body);
    await expect.poll(async () => (await view()).state, { timeout: 30_000, interval: 200 }).toBe('done');
    expect(path.dirname((await view()).folder)).toBe(app.workspace);
    expect(readdirSync(outside).sort()).toEqual([SECRET, 'secret.json', 'secret.mp4', 'secret.txt']);
    await expectUnhurt(app, []);
  });
});
