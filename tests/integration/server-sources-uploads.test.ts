import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { uploadsAnswerSchema } from '../../src/contract/uploads.ts';
import { unprivileged } from '../../src/server/unprivileged.fixture.ts';
import { temporaryFolder } from '../support/project.ts';
import { errorOf, sourceRoutes } from '../support/source-routes.ts';
import {
  BYTES,
  beginUpload as begin,
  createUpload as create,
  idIn,
  listUploads as list,
  offsetOf,
  patchUpload as patch,
  sendUpload as send,
  VERSION,
} from '../support/tus.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const visible = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith('.'));

describe('an upload', () => {
  it('arrives whole under its name and is listed with its path', async () => {
    const routes = sourceRoutes();
    expect(await list(routes)).toEqual([]);
    const bytes = random(5000);
    const id = await begin(routes, 'My clip.mp4', 5000);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await list(routes)).toMatchObject([
      { id, name: 'My clip.mp4', path: null, size: 5000, offset: 0 },
    ]);
    expect((await patch(routes, id, 0, bytes.slice(0, 2000))).headers.get('upload-offset')).toBe('2000');
    expect(visible(routes.settings.uploads)).toEqual([]);
    expect(await list(routes)).toMatchObject([{ id, path: null, offset: 2000 }]);
    expect((await patch(routes, id, 2000, bytes.slice(2000))).status).toBe(204);
    const file = path.join(routes.settings.uploads, 'My clip.mp4');
    expect(await list(routes)).toMatchObject([
      { id, name: 'My clip.mp4', path: file, size: 5000, offset: 5000 },
    ]);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    // The answer to the last request may have been lost: whoever asks again learns that all is there.
    expect(await offsetOf(routes, id)).toBe(5000);
    expect((await patch(routes, id, 5000, new Uint8Array())).status).toBe(204);
    expect(visible(routes.settings.uploads)).toEqual(['My clip.mp4']);
  });

  it('may be begun and sent in one request', async () => {
    const routes = sourceRoutes();
    const answer = await create(routes, 'a.mp4', 300, { body: random(300), headers: BYTES });
    expect(answer.status).toBe(201);
    expect(visible(routes.settings.uploads)).toEqual(['a.mp4']);
  });

  it('gets a name of its own where one like it is there', async () => {
    const routes = sourceRoutes();
    const [first, second] = [random(900), random(900)];
    const ids = await Promise.all([begin(routes, 'clip.mp4', 900), begin(routes, 'clip.mp4', 900)]);
    await Promise.all(ids.map((id, i) => patch(routes, id, 0, i === 0 ? first : second)));
    await send(routes, 'clip.mp4', random(10));
    expect(visible(routes.settings.uploads).sort()).toEqual(['clip-2.mp4', 'clip-3.mp4', 'clip.mp4']);
    const paths = new Map((await list(routes)).map(({ id, path: file }) => [id, file ?? '']));
    expect(readFileSync(paths.get(ids[0] ?? '') ?? '').equals(first)).toBe(true);
    expect(readFileSync(paths.get(ids[1] ?? '') ?? '').equals(second)).toBe(true);
  });

  it('goes on at the right place after a restart, and only there', async () => {
    const routes = sourceRoutes();
    const bytes = random(6000);
    const id = await begin(routes, 'clip.mp4', 6000);
    await patch(routes, id, 0, bytes.slice(0, 2500));
    const again = routes.restart();
    expect(await offsetOf(again, id)).toBe(2500);
    for (const wrong of [0, 2499, 2501, 6000]) {
      expect(await errorOf(await patch(again, id, wrong, bytes.slice(0, 10)))).toMatchObject({
        status: 409,
        code: 'upload_conflict',
      });
    }
    expect(await offsetOf(again, id)).toBe(2500);
    await patch(again, id, 2500, bytes.slice(2500));
    expect(readFileSync(path.join(routes.settings.uploads, 'clip.mp4')).equals(bytes)).toBe(true);
    expect(await list(again.restart())).toMatchObject([{ id, name: 'clip.mp4', offset: 6000 }]);
  });

  it('is finished at the next start where the server was killed just before', async () => {
    const routes = sourceRoutes();
    const whole = await begin(routes, 'whole.mp4', 100);
    const reserved = await begin(routes, 'reserved.mp4', 100);
    const stolen = await begin(routes, 'stolen.mp4', 100);
    const parts = path.join(routes.settings.uploads, '.partial');
    for (const [i, id] of [whole, reserved, stolen].entries()) {
      writeFileSync(path.join(parts, `${id}.part`), Buffer.alloc(100, i));
    }
    const reserve = (id: string, file: string) => {
      const record = path.join(parts, `${id}.json`);
      writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, 'utf8')), file }));
    };
    reserve(reserved, 'reserved.mp4');
    writeFileSync(path.join(routes.settings.uploads, 'reserved.mp4'), '');
    reserve(stolen, 'stolen.mp4');
    writeFileSync(path.join(routes.settings.uploads, 'stolen.mp4'), 'of somebody else');
    const names = (await list(routes.restart())).map(({ name }) => name).sort();
    expect(names).toEqual(['reserved.mp4', 'stolen-2.mp4', 'whole.mp4']);
    const contents = (name: string) => readFileSync(path.join(routes.settings.uploads, name), 'latin1');
    expect(contents('stolen.mp4')).toBe('of somebody else');
    expect([contents('whole.mp4')[0], contents('reserved.mp4')[0]]).toEqual(['\0', '\x01']);
    expect(contents('stolen-2.mp4')).toBe('\x02'.repeat(100));
  });

  it.each([
    ['../../x.mp4', 'x.mp4'],
    ['a/b', 'b'],
    ['.hidden', 'hidden'],
    ['nul\0l.mp4', 'null.mp4'],
    ['', 'video'],
    ['..', 'video'],
    ['.partial', 'partial'],
    ['日本 🎬.webm', '日本 🎬.webm'],
    [`${'x'.repeat(3000)}.mp4`, `${'x'.repeat(176)}.mp4`],
  ])('called %j stays in its folder', async (sent, stored) => {
    const routes = sourceRoutes();
    const id = await send(routes, sent, random(20));
    expect(visible(routes.settings.uploads)).toEqual([stored]);
    expect(await list(routes)).toMatchObject([{ id, name: stored }]);
    expect(readdirSync(path.dirname(routes.settings.uploads)).sort()).toEqual(['home', 'uploads']);
  });

  it('without a name gets one', async () => {
    const routes = sourceRoutes();
    const headers = { ...VERSION, ...BYTES, 'Upload-Length': '3' };
    await routes.request('/uploads/tus', { method: 'POST', headers, body: random(3) });
    expect(visible(routes.settings.uploads)).toEqual(['video']);
  });
});

describe('what is refused of uploads', () => {
  it('is more than the limit, and more than was announced', async () => {
    const routes = sourceRoutes({ maxUpload: 5000 });
    expect(await errorOf(await create(routes, 'big.mp4', 5001))).toMatchObject({
      status: 413,
      code: 'request_too_large',
      message: 'Too large: more than 5 kB',
    });
    const id = await begin(routes, 'clip.mp4', 100);
    expect(await errorOf(await patch(routes, id, 0, random(101)))).toMatchObject({ status: 413 });
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 20; i++) controller.enqueue(random(10));
        controller.close();
      },
    });
    const endless: RequestInit & { duplex: 'half' } = {
      method: 'PATCH',
      headers: { ...VERSION, ...BYTES, 'Upload-Offset': '0' },
      body: stream,
      duplex: 'half',
    };
    expect((await routes.request(`/uploads/tus/${id}`, endless)).status).toBe(413);
    expect(await offsetOf(routes, id)).toBeLessThanOrEqual(100);
  });

  it('is an empty file and a length that is none', async () => {
    const routes = sourceRoutes();
    expect(await errorOf(await create(routes, 'empty.mp4', 0))).toMatchObject({ code: 'input_empty' });
    for (const length of ['-1', '1e3', 'many', '1.5', '']) {
      expect((await create(routes, 'a.mp4', length)).status, length).toBe(400);
    }
    const defer = await routes.request('/uploads/tus', {
      method: 'POST',
      headers: { ...VERSION, 'Upload-Defer-Length': '1' },
    });
    expect((await errorOf(defer)).code).toBe('request_invalid');
    expect(await list(routes)).toEqual([]);
  });

  it('is an id that the server did not give', async () => {
    const routes = sourceRoutes();
    await send(routes, 'clip.mp4', random(10));
    for (const id of [
      '0'.repeat(32),
      'clip.mp4',
      '..%2f..%2fhome',
      '.partial',
      'x',
      '%00',
      'a'.repeat(500),
    ]) {
      const head = await routes.request(`/uploads/tus/${id}`, { method: 'HEAD', headers: VERSION });
      expect(head.status, id).toBe(404);
      expect((await patch(routes, id, 0, random(3))).status, id).toBe(404);
    }
    const removal = await routes.request(`/uploads/${'0'.repeat(32)}`, { method: 'DELETE' });
    expect(await errorOf(removal)).toMatchObject({ status: 404, code: 'not_found' });
    expect((await routes.request('/uploads/..%2fclip', { method: 'DELETE' })).status).toBe(400);
  });

  it('is reading, and headers meant for other origins or proxies', async () => {
    const routes = sourceRoutes();
    const id = await send(routes, 'clip.mp4', random(10));
    expect((await routes.request(`/uploads/tus/${id}`, { headers: VERSION })).status).toBe(404);
    const headers = {
      Origin: 'https://evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'host=evil.example;proto=https',
    };
    const created = await create(routes, 'b.mp4', 10, { headers });
    expect(created.headers.get('location')).toMatch(/^\/api\/uploads\/tus\/[0-9a-f]{32}$/);
    const options = await routes.request('/uploads/tus', { method: 'OPTIONS', headers });
    const head = await routes.request(`/uploads/tus/${idIn(created)}`, {
      method: 'HEAD',
      headers: { ...VERSION, ...headers },
    });
    for (const response of [created, options, head]) {
      const names = [...response.headers.keys()];
      expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(options.headers.get('tus-extension')).toBe('creation,creation-with-upload,termination');
    expect(options.headers.get('tus-max-size')).toBe('1000000');
  });

  it('is what breaks the protocol, said in the words of the contract', async () => {
    const routes = sourceRoutes();
    const id = await begin(routes, 'clip.mp4', 10);
    const at = `/uploads/tus/${id}`;
    const noVersion = await routes.request('/uploads/tus', {
      method: 'POST',
      headers: { 'Upload-Length': '3' },
    });
    expect(await errorOf(noVersion)).toMatchObject({ status: 412, code: 'request_invalid' });
    const noOffset = await routes.request(at, { method: 'PATCH', headers: { ...VERSION, ...BYTES } });
    expect(await errorOf(noOffset)).toMatchObject({ status: 403, code: 'request_invalid' });
    const wrongType = await routes.request(at, {
      method: 'PATCH',
      headers: { ...VERSION, 'Content-Type': 'video/mp4', 'Upload-Offset': '0' },
      body: random(3),
    });
    expect(await errorOf(wrongType)).toMatchObject({ status: 400, code: 'request_invalid' });
    const metadata = await routes.request('/uploads/tus', {
      method: 'POST',
      headers: { ...VERSION, 'Upload-Length': '3', 'Upload-Metadata': 'filename ***' },
    });
    expect((await errorOf(metadata)).code).toBe('request_invalid');
  });

  it('is what cannot fit on the disk', async ({ skip }) => {
    const disk = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      skip('mounting needs root');
    }
    onTestFinished(() => void execFileSync('umount', [disk]));
    const routes = sourceRoutes({ uploads: path.join(disk, 'uploads'), maxUpload: 1e9 });
    expect(await errorOf(await create(routes, 'huge.mp4', 5_000_000))).toMatchObject({
      status: 507,
      code: 'disk_full',
    });
    const id = await begin(routes, 'clip.mp4', 600_000);
    const ballast = path.join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(700_000));
    const bytes = random(600_000);
    expect(await errorOf(await patch(routes, id, 0, bytes))).toMatchObject({
      status: 507,
      code: 'disk_full',
    });
    const here = await offsetOf(routes, id);
    expect(here).toBeLessThan(600_000);
    writeFileSync(ballast, '');
    expect((await patch(routes, id, here, bytes.slice(here))).status).toBe(204);
    expect(readFileSync(path.join(disk, 'uploads', 'clip.mp4')).equals(bytes)).toBe(true);
    // The trash is on another disk: the file stays on its own one.
    expect((await routes.request(`/uploads/${id}`, { method: 'DELETE' })).status).toBe(200);
    expect(readdirSync(path.join(disk, 'uploads', '.trash'))).toHaveLength(1);
    expect((await routes.request(`/uploads/${id}/restore`, { method: 'POST' })).status).toBe(200);
    expect(readFileSync(path.join(disk, 'uploads', 'clip.mp4')).equals(bytes)).toBe(true);
  });

  it('is a folder that cannot be written', async () => {
    const closed = temporaryFolder();
    mkdirSync(path.join(closed, 'uploads'), { mode: 0o500 });
    const routes = sourceRoutes({ uploads: path.join(closed, 'uploads') });
    await unprivileged(closed, async () => {
      expect(await errorOf(await create(routes, 'a.mp4', 5))).toMatchObject({ code: 'output_unwritable' });
    });
  });

  it('is a folder whose place a file has taken', async () => {
    const taken = path.join(temporaryFolder(), 'uploads');
    writeFileSync(taken, 'x');
    const routes = sourceRoutes({ uploads: taken });
    expect(await errorOf(await create(routes, 'a.mp4', 5))).toMatchObject({ code: 'output_unwritable' });
    expect(await list(routes)).toEqual([]);
  });
});

describe('deleting uploads', () => {
  it('moves whole files to the trash and removes parts', async () => {
    const routes = sourceRoutes();
    const bytes = random(50);
    const whole = await send(routes, 'clip.mp4', bytes);
    const part = await begin(routes, 'part.mp4', 50);
    await patch(routes, part, 0, bytes.slice(0, 20));
    const left = await routes.request(`/uploads/${whole}`, { method: 'DELETE' });
    expect(uploadsAnswerSchema.parse(await left.json()).uploads.map(({ id }) => id)).toEqual([part]);
    const trash = path.join(routes.settings.state, 'trash-uploads');
    const [kept = ''] = readdirSync(trash);
    expect(kept).toMatch(/^\d{8}_\d{6}_clip\.mp4$/);
    expect(readFileSync(path.join(trash, kept)).equals(bytes)).toBe(true);
    await routes.request(`/uploads/${part}`, { method: 'DELETE' });
    expect(await list(routes)).toEqual([]);
    expect(readdirSync(path.join(routes.settings.uploads, '.partial'))).toEqual([`${whole}.json`]);
    expect(readdirSync(trash)).toHaveLength(1);
  });

  it('by tus gives up a part, never a whole file', async () => {
    const routes = sourceRoutes();
    const whole = await send(routes, 'clip.mp4', random(50));
    const part = await begin(routes, 'part.mp4', 50);
    const terminate = (id: string) =>
      routes.request(`/uploads/tus/${id}`, { method: 'DELETE', headers: VERSION });
    expect((await terminate(part)).status).toBe(204);
    expect((await errorOf(await terminate(whole))).code).toBe('request_invalid');
    expect(await list(routes)).toMatchObject([{ id: whole }]);
  });

  it('leaves out a whole file that somebody moved away', async () => {
    const routes = sourceRoutes();
    const id = await send(routes, 'clip.mp4', random(50));
    const file = path.join(routes.settings.uploads, 'clip.mp4');
    renameSync(file, `${file}.old`);
    expect(await list(routes)).toEqual([]);
    renameSync(`${file}.old`, file);
    expect(await list(routes)).toMatchObject([{ id }]);
  });

  it('happens by itself to parts of last week', async () => {
    const routes = sourceRoutes();
    const whole = await send(routes, 'whole.mp4', random(50));
    const [old, fresh] = [await begin(routes, 'old.mp4', 50), await begin(routes, 'fresh.mp4', 50)];
    const parts = path.join(routes.settings.uploads, '.partial');
    const age = (name: string, days: number) => {
      const time = new Date(Date.now() - days * 24 * 3600 * 1000);
      utimesSync(path.join(parts, name), time, time);
    };
    age(`${old}.part`, 8);
    age(`${fresh}.part`, 6);
    age(`${whole}.json`, 100);
    const broken = `${'b'.repeat(32)}.json`;
    writeFileSync(path.join(parts, broken), '{');
    age(broken, 8);
    const again = routes.restart();
    await expect.poll(() => existsSync(path.join(parts, broken))).toBe(false);
    await expect.poll(() => existsSync(path.join(parts, `${old}.part`))).toBe(false);
    expect((await list(again)).map(({ id }) => id).sort()).toEqual([whole, fresh].sort());
  });
});
