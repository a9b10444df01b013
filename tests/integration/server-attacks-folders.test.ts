import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUN_FILES } from '../../src/contract/run-files.ts';
import { folderId } from '../../src/server/runs/run-ids.ts';
import { askIn, expectUnhurt, filled, operationsOf, runIds } from '../support/attack.ts';
import { makeRun } from '../support/made-run.ts';
import { SECRET, surrounded } from '../support/surrounded.ts';
import type { WebHere } from '../support/web-here.ts';

/** What a record says of its mask. */
const MASK = {
  ...{ shot_id: 0, mask_area_pct: 20, mask_empty: false },
  ...{ seed_type: 'face', reid_similarity: 0.8, object_score: 5 },
};
const SMALL = { records: 4, pictures: 4, rejected: 0, errors: 0 };

/** Routes that only runs with faces, or made with a subject, answer; those of these tests are none. */
const asksForMore = (what: string) => /\/(?:people|references|subject)\b/.test(what);

/** Every answer of a run, as far as nothing is changed by asking. */
async function answersOf(
  app: WebHere,
  id: string,
): Promise<{ what: string; status: number; body: string }[]> {
  const reading = (await operationsOf(app)).filter(
    ({ method, path: place }) => method === 'GET' && place.includes('/runs/{id}'),
  );
  const targets = reading.flatMap(({ path: place }) =>
    [0, 1, 2, 3].map((n) => filled({ path: place.replace('{n}', String(n)) }, id)),
  );
  const replies = [];
  for (const what of new Set(targets)) replies.push({ what, ...(await askIn(app, 'GET', what)) });
  return replies;
}

describe('a run folder of somebody else', () => {
  it('that is a link, or whose own files are links, pipes or devices, is none', async () => {
    const { app, outside } = await surrounded();
    const { workspace } = app;
    const { folder: honest } = await makeRun(workspace, { ...SMALL, name: 'honest' });
    const elsewhere = path.join(outside, `${SECRET}-run`);
    cpSync(honest, elsewhere, { recursive: true });
    symlinkSync(elsewhere, path.join(workspace, 'link'));
    const traps: Readonly<Record<string, (place: string) => void>> = {
      linked: (place) => symlinkSync(path.join(outside, 'secret.json'), place),
      own: (place) => symlinkSync(path.join(elsewhere, path.basename(place)), place),
      piped: (place) => void execFileSync('mkfifo', [place]),
      endless: (place) => symlinkSync('/dev/zero', place),
    };
    for (const file of Object.values(RUN_FILES)) {
      for (const [name, set] of Object.entries(traps)) {
        const folder = path.join(workspace, `${name}-${file}`);
        cpSync(honest, folder, { recursive: true });
        rmSync(path.join(folder, file), { force: true });
        set(path.join(folder, file));
      }
    }
    const ids = await runIds(app);
    expect(Object.keys(ids)).toEqual(['honest']);
    for (const name of [
      'link',
      'linked-metadata.jsonl',
      'own-run.json',
      'piped-run.json',
      'endless-review.json',
    ]) {
      for (const { what, status, body } of await answersOf(app, folderId(path.join(workspace, name)))) {
        expect([status, body.includes(SECRET)], what).toEqual([404, false]);
      }
    }
    for (const { what, status, body } of await answersOf(app, ids.honest ?? '')) {
      const wanted = what.endsWith('/mask') ? 404 : asksForMore(what) ? 422 : 200;
      expect([status, body.includes(SECRET)], what).toEqual([wanted, false]);
    }
    expect(readFileSync(path.join(outside, 'secret.json'), 'utf8')).toBe(
      JSON.stringify({ [SECRET]: SECRET }),
    );
    await expectUnhurt(app, []);
  });

  it('whose pictures lead elsewhere shows and exports nothing of it', async () => {
    const { app, folder: all, outside } = await surrounded();
    const { folder, file } = await makeRun(app.workspace, {
      ...SMALL,
      name: 'mine',
      masks: { of: () => MASK },
    });
    const picture = (n: number) => path.join(folder, `frame_00000${n}.jpg`);
    const real = readFileSync(picture(0));
    writeFileSync(path.join(outside, 'secret.jpg'), Buffer.concat([real, Buffer.from(SECRET)]));
    for (const n of [1, 2, 3]) rmSync(picture(n));
    symlinkSync(path.join(outside, 'secret.jpg'), picture(1));
    symlinkSync('../../../outside/secret.jpg', picture(2));
    mkdirSync(picture(3));
    rmSync(path.join(folder, 'masks/frame_000001.png'));
    symlinkSync(path.join(outside, 'secret.jpg'), path.join(folder, 'masks/frame_000001.png'));
    renameSync(path.join(outside, 'secret.jpg'), path.join(outside, 'frame_000002.png'));
    symlinkSync(path.join(outside, 'frame_000002.png'), path.join(outside, 'secret.jpg'));
    // The source is not the one that was analysed, and lies outside.
    const source = { ...file.source, path: path.join(outside, 'secret.mp4') };
    writeFileSync(path.join(folder, RUN_FILES.run), JSON.stringify({ ...file, source }));
    const id = (await runIds(app)).mine ?? '';
    for (const { what, status, body } of await answersOf(app, id)) {
      expect(body.includes(SECRET), what).toBe(false);
      const isLost = /frames\/(?:[123]\/(?:picture|thumbnail)|1\/mask)$/.test(what);
      const isFine = isLost ? [404, 409, 422].includes(status) : status === (asksForMore(what) ? 422 : 200);
      expect(isFine, `${what} ${status} ${body}`).toBe(true);
    }
    rmSync(path.join(folder, 'masks'), { recursive: true });
    symlinkSync(outside, path.join(folder, 'masks'));
    expect((await askIn(app, 'GET', `/api/runs/${id}/frames/2/mask`)).status).toBe(404);
    for (const options of [
      {},
      { link: true },
      { format: 'webp' },
      { contactSheet: 'jpg' },
      { name: '{frame}' },
    ]) {
      const body = JSON.stringify({ criteria: {}, options, to: null });
      expect((await askIn(app, 'POST', `/api/runs/${id}/export/plan`, { body })).status).toBe(422);
      const begun = JSON.parse((await askIn(app, 'POST', `/api/runs/${id}/export`, { body })).body);
      const state = async () => JSON.parse((await askIn(app, 'GET', `/api/exports/${begun.id}`)).body).state;
      await expect.poll(state).toBe('failed');
    }
    expect(readdirSync(app.workspace).sort()).toEqual(['.framesift', 'mine']);
    const names = readdirSync(all, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('_exported_'),
    );
    expect(names).toEqual([]);
    const lines = app.stderr().split('\n').slice(0, -1);
    expect(lines.every((line) => line.startsWith('error: export of '))).toBe(true);
    await expectUnhurt(app, lines);
  });

  it('whose records name files of others is told to be none', async () => {
    const { app, outside } = await surrounded();
    const { folder: honest } = await makeRun(app.workspace, { ...SMALL, name: 'honest' });
    for (const [i, filename] of [
      '../../../outside/secret.txt',
      path.join(outside, 'secret.txt'),
      '..',
      'run.json',
    ].entries()) {
      const folder = path.join(app.workspace, `run${i}`);
      cpSync(honest, folder, { recursive: true });
      const metadata = path.join(folder, RUN_FILES.metadata);
      const text = readFileSync(metadata, 'utf8').replaceAll('frame_000001.jpg', filename);
      writeFileSync(metadata, text);
      const id = (await runIds(app))[`run${i}`];
      for (const place of ['frames/1', 'frames/1/picture', 'frames/1/thumbnail']) {
        const { status, body } = await askIn(app, 'GET', `/api/runs/${id}/${place}`);
        expect([status, JSON.parse(body).error.code], place).toEqual([422, 'run_invalid']);
      }
      const body = JSON.stringify({ criteria: {}, options: {}, to: null });
      for (const place of ['export', 'export/plan']) {
        expect((await askIn(app, 'POST', `/api/runs/${id}/${place}`, { body })).status, place).toBe(422);
      }
    }
    await expectUnhurt(app, []);
  });
});
