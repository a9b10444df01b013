import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from './runs/runs.fixture.ts';
import { webFiles } from './web-files.ts';

function built() {
  const root = path.join(newFolder(), 'web');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(root, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(path.join(root, 'icon.svg'), '<svg/>');
  writeFileSync(path.join(root, 'assets/index-abc123.js'), `// ${'x'.repeat(5000)}`);
  writeFileSync(path.join(root, '../secret.txt'), 'secret');
  return webFiles(root);
}

const remote = (address: string) => ({ incoming: { socket: { remoteAddress: address } } });
const ask = (app: ReturnType<typeof webFiles>, address: string, init: RequestInit = {}, from = '127.0.0.1') =>
  app.request(`http://127.0.0.1:4747${address}`, init, remote(from));

describe('the files of the web app', () => {
  it('whose names hold a hash are kept for ever, others are asked for again', async () => {
    const app = built();
    const script = await ask(app, '/assets/index-abc123.js');
    expect(script.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(script.headers.get('content-type')).toMatch(/javascript/);
    expect((await ask(app, '/icon.svg')).headers.get('cache-control')).toBe('no-cache');
    expect((await ask(app, '/')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/', '/runs', '/runs/abc/sift', '/runs/abc/sift?min=5'])(
    'the page answers for %s',
    async (address) => {
      const answer = await ask(built(), address);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
      expect(await answer.text()).toContain('<title>app');
    },
  );

  it.each(['/assets/index-old.js', '/assets/x', '/missing.svg', '/runs/abc/frame.jpg'])(
    '%s is not found',
    async (address) => {
      expect((await ask(built(), address)).status).toBe(404);
    },
  );

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2f..%2fsecret.txt',
    '/..\\secret.txt',
    '//etc/passwd',
    '/%00',
    '/assets/%2e%2e%5c%2e%2e%5csecret.txt',
  ])('nothing else is: %s', async (address) => {
    const answer = await ask(built(), address);
    expect(await answer.text()).not.toContain('secret');
    expect([200, 404]).toContain(answer.status);
  });

  it('HEAD tells the same without the contents; nothing else is answered', async () => {
    const app = built();
    const head = await ask(app, '/icon.svg', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '6', '']);
    expect((await ask(app, '/icon.svg', { method: 'POST' })).status).toBe(404);
  });

  it('are compressed for other machines only', async () => {
    const app = built();
    const init = { headers: { 'accept-encoding': 'gzip, br' } };
    const far = await ask(app, '/assets/index-abc123.js', init, '192.168.1.7');
    expect(far.headers.get('content-encoding')).toBe('gzip');
    expect((await far.arrayBuffer()).byteLength).toBeLessThan(500);
    expect((await ask(app, '/assets/index-abc123.js', init)).headers.get('content-encoding')).toBeNull();
  });

  it('that are not built are asked for in words', async () => {
    const answer = await ask(webFiles(newFolder()), '/');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build');
  });
});
