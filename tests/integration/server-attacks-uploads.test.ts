import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { askIn, expectUnhurt, keyOf, portOf, sendRaw } from '../support/attack.ts';
import { temporaryFolder } from '../support/project.ts';
import { SECRET, surrounded } from '../support/surrounded.ts';
import { startWebApp } from '../support/web-app.ts';
import { startWebHere, type WebHere } from '../support/web-here.ts';

describe('an upload', () => {
  const VERSION = { 'tus-resumable': '1.0.0' };
  const BYTES = { ...VERSION, 'content-type': 'application/offset+octet-stream' };
  const named = (name: string) => ({ 'upload-metadata': `filename ${Buffer.from(name).toString('base64')}` });

  async function begin(app: WebHere, name: string, length: number): Promise<string> {
    const headers = { ...VERSION, ...named(name), 'upload-length': String(length) };
    const { status, headers: told } = await askIn(app, 'POST', '/api/uploads/tus', { headers });
    expect(status, name).toBe(201);
    return told.location?.split('/').at(-1) ?? '';
  }

  const send = (app: WebHere, id: string, offset: string, body: Buffer, more = {}) =>
    askIn(app, 'PATCH', `/api/uploads/tus/${id}`, {
      headers: { ...BYTES, 'upload-offset': offset, ...more },
      body,
    });

  const offsetOf = async (app: WebHere, id: string) =>
    (await askIn(app, 'HEAD', `/api/uploads/tus/${id}`, { headers: VERSION })).headers['upload-offset'];

  it('stays in its folder under any name, and overwrites nothing', async () => {
    const { app, folder, outside } = await surrounded();
    const uploads = path.join(folder, 'uploads');
    mkdirSync(uploads);
    symlinkSync(path.join(outside, 'new.mp4'), path.join(uploads, 'dangling.mp4'));
    symlinkSync(path.join(outside, 'secret.txt'), path.join(uploads, 'linked.mp4'));
    writeFileSync(path.join(uploads, 'mine.mp4'), 'mine');
    const before = readdirSync(folder).sort();
    const names = [
      ...[
        '../../x.mp4',
        '..\\..\\x.mp4',
        `${outside}/secret.txt`,
        '..',
        '.',
        '/',
        '\0',
        '.partial/x',
        '.hidden',
      ],
      ...[
        'dangling.mp4',
        'linked.mp4',
        'mine.mp4',
        'x'.repeat(5000),
        '\u202e4pm.exe',
        'a\nb',
        'con',
        '~',
        '-rf',
      ],
      ...['%2e%2e%2fx', '..%00/x', '．．／x', '<b>.mp4', 'a:b', 'C:\\x', '__proto__'],
    ];
    for (const name of names) {
      const id = await begin(app, name, 5);
      expect((await send(app, id, '0', Buffer.from('hello'))).status, name).toBe(204);
    }
    const files = readdirSync(uploads, { withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files).toHaveLength(names.length + 1);
    expect(files.filter(({ name }) => name.startsWith('.') || name.length > 200)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(readdirSync(outside).sort()).toEqual([SECRET, 'secret.json', 'secret.mp4', 'secret.txt']);
    expect(readFileSync(path.join(outside, 'secret.txt'), 'utf8')).toBe(SECRET);
    expect(readFileSync(path.join(uploads, 'mine.mp4'), 'utf8')).toBe('mine');
    expect(existsSync(path.join(outside, 'new.mp4'))).toBe(false);
    await expectUnhurt(app, []);
  });

  it('is not written to past its end, out of its order, or by another id; nothing is read from it', async () => {
    const app = await startWebHere(temporaryFolder(), { maxUpload: 0.001 });
    const other = await startWebHere(temporaryFolder());
    const id = await begin(app, 'clip.mp4', 1000);
    const some = Buffer.alloc(10, SECRET);
    for (const offset of ['-1', '1', '1e0', '0x0', 'NaN', ' ', '9'.repeat(30), '1000', '1001', '0, 0'])
      expect((await send(app, id, offset, some)).status, offset).toBeGreaterThanOrEqual(400);
    expect(await offsetOf(app, id)).toBe('0');
    expect((await send(app, id, '0', Buffer.alloc(1001))).status).toBe(413);
    for (const length of ['1000001', '9'.repeat(15), '9'.repeat(40), '-5', 'x', '1.5', '']) {
      const headers = { ...VERSION, 'upload-length': length };
      const { status } = await askIn(app, 'POST', '/api/uploads/tus', { headers });
      expect([400, 413, 412], length).toContain(status);
    }
    const foreign = await begin(other, 'clip.mp4', 1000);
    for (const wrong of [
      foreign,
      '0'.repeat(32),
      `${id}x`,
      id.toUpperCase(),
      '..%2f..%2fhome',
      '.partial',
      `${id}.part`,
      `x%2f${id}`,
    ]) {
      expect((await send(app, wrong, '0', some)).status, wrong).toBe(404);
      expect(
        (await askIn(app, 'DELETE', `/api/uploads/tus/${wrong}`, { headers: VERSION })).status,
        wrong,
      ).toBe(404);
      expect([400, 404], wrong).toContain((await askIn(app, 'DELETE', `/api/uploads/${wrong}`)).status);
    }
    expect(await offsetOf(other, foreign)).toBe('0');
    expect((await send(app, id, '0', Buffer.alloc(1000, SECRET))).status).toBe(204);
    for (const method of ['GET', 'DELETE', 'HEAD']) {
      const { status, body } = await send(app, id, '0', some, { 'x-http-method-override': method });
      expect(body.includes(SECRET), method).toBe(false);
      expect(status, method).not.toBe(204);
    }
    expect((await askIn(app, 'GET', `/api/uploads/tus/${id}`)).status).toBe(404);
    expect(JSON.parse((await askIn(app, 'GET', '/api/uploads')).body).uploads).toMatchObject([
      { id, offset: 1000 },
    ]);
    await expectUnhurt(app, []);
    await expectUnhurt(other, []);
  });

  it('sent without end is stopped at its length', async () => {
    const app = await startWebApp(temporaryFolder());
    const id = await begin(app, 'clip.mp4', 1000);
    const head = `PATCH /api/uploads/tus/${id} HTTP/1.1\r\nHost: 127.0.0.1:${portOf(app)}\r\nCookie: ${keyOf(app)}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `400\r\n${'x'.repeat(1024)}\r\n`;
    const { status, ended } = await sendRaw(portOf(app), head, { drip: chunk.repeat(64), every: 5 });
    expect([status, ended]).toEqual([413, true]);
    const parts = path.join(path.dirname(app.home), 'uploads/.partial');
    expect(readFileSync(path.join(parts, `${id}.part`)).length).toBeLessThanOrEqual(1000);
    await expectUnhurt(app, []);
  });

  it('in many pieces over one connection leaves nothing behind on it', async () => {
    const app = await startWebHere(temporaryFolder());
    const id = await begin(app, 'clip.mp4', 300);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let offset = 0; offset < 300; offset += 10) {
      const headers = { ...BYTES, cookie: keyOf(app), 'upload-offset': String(offset) };
      const status = await new Promise((resolve, reject) => {
        request(
          {
            port: portOf(app),
            host: '127.0.0.1',
            agent,
            method: 'PATCH',
            path: `/api/uploads/tus/${id}`,
            headers,
          },
          (answer) => answer.resume().on('end', () => resolve(answer.statusCode)),
        )
          .on('error', reject)
          .end(Buffer.alloc(10));
      });
      expect(status, String(offset)).toBe(204);
    }
    agent.destroy();
    await expectUnhurt(app, []);
  });
});
