import { randomBytes } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { uploadsAnswerSchema } from '../../src/contract/uploads.ts';
import { fingerprintFile } from '../../src/source/fingerprint.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { temporaryFolder } from '../support/project.ts';
import {
  askRun,
  call,
  cookieOf,
  rawRequest,
  type TestServer,
  tapEvents,
  testServer,
  untilState,
} from '../support/server.ts';
import { errorOf, type SourceRoutes, sourceRoutes } from '../support/source-routes.ts';
import {
  beginUpload,
  listUploads,
  offsetOf,
  patchUpload,
  sendUpload,
  type UploadRoutes,
  VERSION,
} from '../support/tus.ts';

const random = (length: number) => new Uint8Array(randomBytes(length));
const bytesOf = (file: string) => new Uint8Array(readFileSync(file));
const fingerprintOf = async (file: string) => (await fingerprintFile(file)).fingerprint;
const visible = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith('.'));

/** The routes of a server, asked over HTTP with its key. */
function overHttp(server: TestServer): UploadRoutes {
  const headers = { cookie: cookieOf(server) };
  return {
    request: (route, init) =>
      fetch(`http://127.0.0.1:${server.port}/api${route}`, {
        ...init,
        headers: { ...headers, ...Object.fromEntries(new Headers(init?.headers)) },
      }),
  };
}

async function theUpload(routes: UploadRoutes, id: string) {
  const found = (await listUploads(routes)).find((one) => one.id === id);
  if (!found) throw new Error('the upload is not listed');
  return found;
}

const pathOf = async (routes: UploadRoutes, id: string) => (await theUpload(routes, id)).path ?? '';
const remove = ({ request }: UploadRoutes, id: string) => request(`/uploads/${id}`, { method: 'DELETE' });
const restore = ({ request }: UploadRoutes, id: string) =>
  request(`/uploads/${id}/restore`, { method: 'POST' });

/** What lies in the trash of the uploads. */
function trashOf({ settings }: SourceRoutes): string[] {
  const trash = path.join(settings.state, 'trash-uploads');
  return existsSync(trash) ? readdirSync(trash) : [];
}

describe('the list of uploads', () => {
  it('says of each what it holds and which runs were made of it, and tells when it changes', async () => {
    const folder = temporaryFolder();
    const clip = await alternatingClip(folder, 'clip.mp4', 2);
    const server = await testServer(folder);
    const routes = overHttp(server);
    const tap = await tapEvents(server);
    const id = await sendUpload(routes, 'clip.mp4', bytesOf(clip));
    await tap.until(({ type }) => type === 'uploads');
    const other = await sendUpload(routes, 'clip.mp4', random(4_000_000));
    const upload = await theUpload(routes, id);
    const { size } = statSync(clip);
    expect(upload).toMatchObject({ name: 'clip.mp4', size, offset: size, runs: [] });
    expect(upload.fingerprint).toBe(await fingerprintOf(clip));
    expect(Math.abs(Date.parse(upload.created_at) - Date.now())).toBeLessThan(60_000);
    expect((await listUploads(routes)).map((one) => [one.id, one.name])).toEqual([
      [other, 'clip-2.mp4'],
      [id, 'clip.mp4'],
    ]);

    const run = await askRun(server, upload.path ?? '', { method: 'keyframes' });
    expect((await theUpload(routes, id)).runs).toMatchObject([{ id: run.id, name: 'clip' }]);
    await untilState(server, run.id);
    expect((await theUpload(routes, id)).runs).toEqual([{ id: run.id, name: 'clip', open: false }]);
    expect((await theUpload(routes, other)).runs).toEqual([]);
    await call(server, 'DELETE', `/runs/${run.id}`);
    expect((await theUpload(routes, id)).runs).toEqual([]);
  });

  it('does not mix up a file with one that lay there before', async () => {
    const folder = temporaryFolder();
    const clip = await alternatingClip(folder, 'clip.mp4', 2);
    const server = await testServer(folder);
    const routes = overHttp(server);
    const id = await sendUpload(routes, 'clip.mp4', bytesOf(clip));
    const file = await pathOf(routes, id);
    const run = await askRun(server, file);
    await untilState(server, run.id);
    const before = await theUpload(routes, id);
    expect(before.runs).toHaveLength(1);

    // Other bytes, but size and time of change are as they were.
    const { mtime, size } = statSync(file);
    writeFileSync(file, random(size));
    utimesSync(file, mtime, mtime);
    const changed = await theUpload(routes, id);
    expect(changed.fingerprint).toBe(await fingerprintOf(file));
    expect(changed.fingerprint).not.toBe(before.fingerprint);
    expect(changed.runs).toEqual([]);

    writeFileSync(file, random(77));
    expect(await theUpload(routes, id)).toMatchObject({ size: 77, offset: 77, runs: [] });
    // To the protocol it is still the file that was sent: there is nothing to send.
    expect(await offsetOf(routes, id)).toBe(size);
    writeFileSync(file, readFileSync(clip));
    expect(await theUpload(routes, id)).toMatchObject({ fingerprint: before.fingerprint, runs: before.runs });
  });

  it('gives a name that became free to the upload that took it', async () => {
    const routes = sourceRoutes();
    const first = await sendUpload(routes, 'clip.mp4', random(50));
    const file = await pathOf(routes, first);
    renameSync(file, path.join(routes.home, 'mine.mp4'));
    const second = await sendUpload(routes, 'clip.mp4', random(60));
    expect(await listUploads(routes)).toMatchObject([{ id: second, path: file, size: 60 }]);
    expect((await remove(routes, first)).status).toBe(404);
    expect(visible(routes.settings.uploads)).toEqual(['clip.mp4']);
  });

  it('names an unfinished one by what the page has said of it', async () => {
    const routes = sourceRoutes();
    const bytes = random(100);
    const said = 'ab'.repeat(32);
    const id = await beginUpload(routes, 'clip.mp4', 100, said);
    await patchUpload(routes, id, 0, bytes.slice(0, 40));
    expect(await theUpload(routes, id)).toMatchObject({
      ...{ fingerprint: said, size: 100, offset: 40, path: null, runs: [] },
    });
    expect(await theUpload(routes.restart(), id)).toMatchObject({ fingerprint: said });
    for (const junk of ['', 'AB'.repeat(32), `${said}0`, '../../etc/passwd', said.slice(1)]) {
      expect(await theUpload(routes, await beginUpload(routes, 'junk.mp4', 9, junk))).toMatchObject({
        fingerprint: null,
      });
    }
    await patchUpload(routes, id, 40, bytes.slice(40));
    // Whole, it is what it is.
    const whole = await theUpload(routes, id);
    expect(whole.fingerprint).toBe(await fingerprintOf(whole.path ?? ''));
    expect(whole.fingerprint).not.toBe(said);
  });
});

describe('deleting an upload', () => {
  it('moves it to the trash, from which it comes back as it was', async () => {
    const routes = sourceRoutes();
    const bytes = random(5000);
    const id = await sendUpload(routes, 'clip.mp4', bytes);
    const before = await theUpload(routes, id);
    expect((await remove(routes, id)).status).toBe(200);
    expect(await listUploads(routes)).toEqual([]);
    expect(visible(routes.settings.uploads)).toEqual([]);
    expect(trashOf(routes)).toEqual([expect.stringMatching(/^\d{8}_\d{6}_clip\.mp4$/)]);
    const head = await routes.request(`/uploads/tus/${id}`, { method: 'HEAD', headers: VERSION });
    expect(head.status).toBe(404);
    expect(await errorOf(await remove(routes, id))).toMatchObject({ status: 404, code: 'not_found' });

    const { uploads: back } = uploadsAnswerSchema.parse(await (await restore(routes.restart(), id)).json());
    expect(back).toEqual([before]);
    expect(bytesOf(before.path ?? '')).toEqual(bytes);
    expect(trashOf(routes)).toEqual([]);
    expect(await errorOf(await restore(routes, id))).toMatchObject({ status: 404, code: 'not_found' });
    expect(routes.events.filter(({ type }) => type === 'uploads').length).toBeGreaterThanOrEqual(3);
  });

  it('lets it come back under another name where its own is taken by now', async () => {
    const routes = sourceRoutes();
    const [first, second] = [random(50), random(60)];
    const id = await sendUpload(routes, 'clip.mp4', first);
    await remove(routes, id);
    await sendUpload(routes, 'clip.mp4', second);
    await restore(routes, id);
    expect(await theUpload(routes, id)).toMatchObject({ name: 'clip-2.mp4', size: 50 });
    expect(bytesOf(path.join(routes.settings.uploads, 'clip-2.mp4'))).toEqual(first);
    expect(bytesOf(path.join(routes.settings.uploads, 'clip.mp4'))).toEqual(second);
    await remove(routes, id);
    for (const name of trashOf(routes))
      renameSync(path.join(routes.settings.state, 'trash-uploads', name), `${routes.home}/x`);
    expect(await errorOf(await restore(routes, id))).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('removes for good what has arrived of an unfinished one', async () => {
    const routes = sourceRoutes();
    const id = await beginUpload(routes, 'clip.mp4', 100);
    await patchUpload(routes, id, 0, random(40));
    expect((await remove(routes, id)).status).toBe(200);
    expect(await listUploads(routes)).toEqual([]);
    expect(readdirSync(path.join(routes.settings.uploads, '.partial'))).toEqual([]);
    expect(trashOf(routes)).toEqual([]);
    expect((await restore(routes, id)).status).toBe(404);
  });

  it('is refused while a run that waits or works needs it', async () => {
    const folder = temporaryFolder();
    const clip = bytesOf(await alternatingClip(folder, 'long.mp4', 10));
    const server = await testServer(folder, { concurrency: 1 });
    const routes = overHttp(server);
    const [busy, waiting] = [
      await sendUpload(routes, 'busy.mp4', clip),
      await sendUpload(routes, 'next.mp4', clip),
    ];
    const long = { method: 'all', png: true, workers: 1 };
    const running = await askRun(server, await pathOf(routes, busy), long);
    const queued = await askRun(server, await pathOf(routes, waiting), long);
    await untilState(server, running.id, ['running']);
    for (const [id, name, run] of [
      [busy, 'busy.mp4', 'busy'],
      [waiting, 'next.mp4', 'next'],
    ] as const) {
      expect((await theUpload(routes, id)).runs).toMatchObject([{ open: true }]);
      const { status, code, message } = await errorOf(await remove(routes, id));
      expect([status, code]).toEqual([409, 'upload_busy']);
      expect(message).toBe(`${name} is needed by the run ${run}, which has not ended`);
      expect(existsSync(await pathOf(routes, id))).toBe(true);
    }
    await call(server, 'POST', `/runs/${queued.id}/cancel`);
    expect((await remove(routes, waiting)).status).toBe(200);
    await call(server, 'POST', `/runs/${running.id}/cancel`);
    await untilState(server, running.id);
    expect((await remove(routes, busy)).status).toBe(200);
    expect(visible(path.join(folder, 'uploads'))).toEqual([]);

    // Back from the trash, the run goes on with it.
    expect((await restore(routes, busy)).status).toBe(200);
    expect((await theUpload(routes, busy)).runs).toMatchObject([{ id: running.id, open: false }]);
    expect((await call(server, 'POST', `/runs/${running.id}/resume`)).status).toBe(200);
    await call(server, 'POST', `/runs/${running.id}/cancel`);
    await untilState(server, running.id);
  });

  it('takes no id that the server did not give, and nothing from outside', async () => {
    const folder = temporaryFolder();
    const server = await testServer(folder);
    const routes = overHttp(server);
    const id = await sendUpload(routes, 'clip.mp4', random(50));
    writeFileSync(path.join(folder, 'mine.mp4'), 'mine');
    const everything = () => {
      const names = readdirSync(folder, { recursive: true }).map(String);
      // Written as soon as the file is old enough.
      return names.filter((name) => !name.endsWith('upload-fingerprints.json')).sort();
    };
    const before = everything();
    const wrong = [
      ...['0'.repeat(32), id.toUpperCase(), `${id}0`, id.slice(1), `${id}.json`, `${id}%00`, ` ${id}`],
      ...[
        '..',
        '.',
        '.partial',
        'clip.mp4',
        'tus',
        'mine.mp4',
        'trash-uploads',
        '%2e%2e',
        '..%2f..%2fmine.mp4',
      ],
      ...['..%5c..%5cmine.mp4', '%252e%252e%252fmine.mp4', '../mine.mp4', '....//mine.mp4', 'a'.repeat(5000)],
    ];
    for (const one of wrong) {
      const target = `/api/uploads/${one}`.replaceAll(' ', '%20');
      const headers = { cookie: cookieOf(server) };
      for (const [method, place] of [
        ['DELETE', target],
        ['POST', `${target}/restore`],
      ] as const) {
        const { status } = await rawRequest(server.port, method, place, headers);
        expect([400, 404, 405], `${method} ${place}`).toContain(status);
      }
    }
    expect(everything()).toEqual(before);
    expect(await listUploads(routes)).toMatchObject([{ id, size: 50 }]);
  });

  it('leaves alone what a link in the place of a file leads to', async () => {
    const routes = sourceRoutes();
    const id = await sendUpload(routes, 'clip.mp4', random(50));
    const file = await pathOf(routes, id);
    const outside = path.join(routes.home, 'mine.mp4');
    renameSync(file, outside);
    symlinkSync(outside, file);
    expect(await listUploads(routes)).toEqual([]);
    expect((await remove(routes, id)).status).toBe(404);
    expect(statSync(outside).size).toBe(50);
  });
});
