import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commandLine } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';
import { call, cookieOf, rawRequest, serve, testServer } from '../support/server.ts';

afterEach(() => void vi.unstubAllEnvs());

const ADDRESS = /^Framesift: http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/;

describe('framesift without a command', () => {
  it('prints the address, serves the page to whoever has it, and ends with 0 on Ctrl-C', async () => {
    const { child, end, url, ...access } = await serve(temporaryFolder());
    const first = await fetch(url, { redirect: 'manual' });
    expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
    expect(first.headers.get('set-cookie')).toContain(
      `${cookieOf(access)}; Path=/; HttpOnly; SameSite=Strict`,
    );
    const page = await rawRequest(access.port, 'GET', '/runs/abc/sift', {
      cookie: cookieOf(access),
      host: `127.0.0.1:${access.port}`,
    });
    expect(page.status).toBe(200);
    const script = /src="(\/assets\/[^"]+)"/.exec(page.body)?.[1] ?? '';
    const asset = await fetch(new URL(script, url), { headers: { cookie: cookieOf(access) } });
    expect(asset.status).toBe(200);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect(code).toBe(0);
    expect(stdout).toMatch(ADDRESS);
    expect(stderr).toBe('');
  });

  it('ends with 0 when it is asked to stop', async () => {
    const { child, end } = await serve(temporaryFolder());
    child.kill('SIGTERM');
    expect((await end).code).toBe(0);
  });

  it('takes the next port where none is asked for, and refuses one that is asked for and taken', async () => {
    const first = await testServer(temporaryFolder(), { port: null });
    const second = await testServer(temporaryFolder(), { port: null });
    expect(first.port).toBeGreaterThanOrEqual(4747);
    expect(second.port).toBeGreaterThan(first.port);
    const out = ['--out', temporaryFolder(), '--log-dir', temporaryFolder()];
    const refused = await commandLine('--no-open', '--port', String(first.port), ...out);
    expect([refused.exitCode, refused.err]).toEqual([
      1,
      [
        `error port_taken: Port ${first.port} is in use`,
        'hint: Give another --port, or leave it out to take the next free one.',
      ],
    ]);
  });

  it('warns of an address that other machines can reach', async () => {
    const { child, end, url } = await serve(temporaryFolder(), ['--port', '0', '--host', '0.0.0.0']);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    child.kill('SIGINT');
    expect((await end).stderr).toMatch(/^warning: --host 0\.0\.0\.0 lets other machines reach this server/);
  });

  it('opens no browser where there is none, and goes on', async () => {
    const cwd = temporaryFolder();
    const { child, end } = await serve(cwd, ['--port', '0', '--open'], {
      PATH: path.dirname(process.execPath),
    });
    child.kill('SIGINT');
    expect((await end).code).toBe(0);
  });

  it('in a workspace that another one uses says so and keeps no queue', async () => {
    const cwd = temporaryFolder();
    const first = await serve(cwd);
    const second = await serve(cwd);
    second.child.kill('SIGINT');
    expect((await second.end).stderr).toContain(
      `another Framesift (process ${first.child.pid}) uses this workspace`,
    );
    first.child.kill('SIGKILL');
    await first.end;
    const third = await serve(cwd);
    third.child.kill('SIGINT');
    expect((await third.end).stderr).toBe('');
  });

  it('says what is wrong with its options', async () => {
    const root = await commandLine('--no-open', '--root', 'nowhere', '--log-dir', temporaryFolder());
    expect([root.exitCode, root.err.join('\n')]).toEqual([
      4,
      expect.stringContaining(`No such file: ${path.resolve('nowhere')}`),
    ]);
    const refused: [string, string][] = [
      ['--port 70000', '--port must be a whole number from 0 to 65535'],
      ['--prt 5000', 'Unknown option --prt'],
      ['--concurrency 0', '--concurrency must be a whole number from 1 to 16'],
      ['--no-open nonsense', 'Unknown command nonsense; there are analyze'],
      ['analyse a.mp4', 'Unknown command analyse; did you mean analyze?'],
      ['--out here analyze a.mp4', 'Options stand behind the command: framesift analyze --out'],
    ];
    for (const [line, message] of refused) {
      const { exitCode, err } = await commandLine(...line.split(' '));
      expect([exitCode, err[0]], line).toEqual([2, expect.stringContaining(message)]);
    }
  });

  it('help is still help, and lists the options of the web app', async () => {
    const help = (await commandLine('--help')).out.join('\n');
    expect(help).toContain('Usage: framesift');
    for (const flag of ['--port <N>', '--no-open', '--host <ADDRESS>', '--root <DIR>', '--concurrency <N>'])
      expect(help).toContain(flag);
    expect(help).toContain('analyze [options] <input...>');
  });
});

describe('the routes about the installation', () => {
  it('tell options, features and themselves', async () => {
    const server = await testServer(temporaryFolder());
    const options = await call<{ analyze: { name: string }[] }>(server, 'GET', '/options');
    expect(options.body.analyze.map(({ name }) => name)).toContain('preMinSharpness');
    const features = await call<{ workspace: string; features: object }>(server, 'GET', '/features');
    expect(features.body).toMatchObject({
      workspace: server.workspace,
      features: {
        analyze: { available: true },
        faces: { available: true },
        subject: { available: true },
      },
      checks: expect.arrayContaining([expect.objectContaining({ name: 'web app', status: 'ok' })]),
    });
    const document = await call<{ paths: object }>(server, 'GET', '/openapi.json');
    expect(Object.keys(document.body.paths)).toContain('/api/runs/{id}/cancel');
    const page = await rawRequest(server.port, 'GET', '/api/docs', {
      cookie: cookieOf(server),
      host: `127.0.0.1:${server.port}`,
    });
    expect(page.body).toContain('POST /api/runs');
  });

  it('FFmpeg that is missing is told as a feature that is off, with the way to enable it', async () => {
    vi.stubEnv('FFMPEG_PATH', '/nonexistent');
    const server = await testServer(temporaryFolder());
    const { body } = await call<{ features: { analyze: object } }>(server, 'GET', '/features');
    expect(body.features.analyze).toMatchObject({
      available: false,
      reason: expect.stringContaining('/nonexistent'),
      enable: expect.stringMatching(/apt-get install|brew install|winget install/),
    });
  });
});
