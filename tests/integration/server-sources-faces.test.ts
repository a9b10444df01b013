import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { copyFile, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANALYZE_OPTIONS } from '../../src/contract/analyze-options.ts';
import { type FacePicture, facePictureSchema } from '../../src/contract/face-pictures.ts';
import { resolveOptions } from '../../src/contract/parse-options.ts';
import { KNOWN_PACKS } from '../../src/faces/packs/known-packs.ts';
import { AllowedRoots, standardRoots } from '../../src/server/allowed-roots.ts';
import { allowedFaces } from '../../src/server/faces/allowed-faces.ts';
import { MADE_UP_PICTURE, madeUpPack, onlyModelsIn, placePack } from '../support/face-packs.ts';
import { hasShared, SHARED, temporaryFolder } from '../support/project.ts';
import { errorOf, type SourceRoutes, sourceRoutes } from '../support/source-routes.ts';

const SEVERAL = madeUpPack();
const ONE = madeUpPack({ name: 'yunet', confidence: 0.85 });
const NONE = madeUpPack({ name: 'buffalo_s', confidence: 0.95 });

let models: string;
beforeEach(() => {
  models = temporaryFolder();
  onlyModelsIn(models);
  placePack(models, SEVERAL, ONE, NONE);
});
afterEach(() => void vi.unstubAllEnvs());

const routesHere = () => sourceRoutes({}, [], [SEVERAL, ONE, NONE]);

const asked = (model?: string) =>
  `/faces/pictures${model === undefined ? '' : `?model=${encodeURIComponent(model)}`}`;

const send = ({ request }: SourceRoutes, bytes: Uint8Array, model?: string, type = 'image/png') =>
  request(asked(model), { method: 'POST', headers: { 'Content-Type': type }, body: Buffer.from(bytes) });

const pick = ({ request }: SourceRoutes, file: string, model?: string) =>
  request(asked(model), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ path: file }),
  });

async function pictureOf(answer: Response): Promise<FacePicture> {
  const body: unknown = await answer.json();
  expect(answer.status, JSON.stringify(body)).toBe(200);
  return facePictureSchema.parse(body);
}

const kept = ({ settings }: SourceRoutes) => {
  const folder = path.join(settings.state, 'face-pictures');
  return existsSync(folder) ? readdirSync(folder) : [];
};

const ramp = () => readFile(MADE_UP_PICTURE);

describe('a reference picture that is sent', () => {
  it('is kept under what it holds, and told with its faces; which of several is asked', async () => {
    const routes = routesHere();
    const picture = await pictureOf(await send(routes, await ramp()));
    expect(picture).toMatchObject({
      ...{ width: 1000, height: 500 },
      warning: 'There are 6 faces in this picture: choose the one that is meant.',
    });
    expect(picture.path).toBe(path.join(routes.settings.state, 'face-pictures', `${picture.id}.png`));
    expect(picture.faces[0]).toMatchObject({
      ...{ box: [187.5, 50, 312.5, 212.5], height: 162.5, weak: false, comparable: true, warning: null },
      confidence: expect.closeTo(0.9, 4),
    });
    const small = picture.faces.find(({ weak }) => weak);
    expect(small?.warning).toContain('31 pixels high');
    // The same picture lies there once.
    expect((await pictureOf(await send(routes, await ramp()))).id).toBe(picture.id);
    expect(kept(routes)).toEqual([`${picture.id}.png`]);
    expect(await readFile(picture.path)).toEqual(await ramp());
  });

  it('is looked at with the models that are asked for', async () => {
    const picture = await pictureOf(await send(routesHere(), await ramp(), 'yunet'));
    expect(picture.faces).toHaveLength(1);
    expect(picture.warning).toBeNull();
  });

  it.each([
    ['jpeg', 'jpg'],
    ['webp', 'webp'],
    ['tiff', 'tiff'],
    ['gif', 'gif'],
    ['avif', 'avif'],
  ] as const)('may be %s', async (format, ending) => {
    const bytes = await sharp(MADE_UP_PICTURE).toFormat(format).toBuffer();
    const picture = await pictureOf(await send(routesHere(), bytes, 'yunet', 'application/octet-stream'));
    expect(path.extname(picture.path)).toBe(`.${ending}`);
  });

  it('is turned as its orientation says, also where it is shown', async () => {
    const routes = routesHere();
    const turned = await sharp(MADE_UP_PICTURE).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { id, width, height } = await pictureOf(await send(routes, turned, 'yunet'));
    expect([width, height]).toEqual([500, 1000]);
    const shown = await routes.request(`/faces/pictures/${id}?width=160`);
    expect(shown.headers.get('content-type')).toBe('image/webp');
    expect(shown.headers.get('cache-control')).toContain('immutable');
    const facts = await sharp(Buffer.from(await shown.arrayBuffer())).metadata();
    expect([facts.width, facts.height]).toEqual([80, 160]);
  });

  it('without a face is refused and not kept', async () => {
    const routes = routesHere();
    expect(await errorOf(await send(routes, await ramp(), 'buffalo_s'))).toMatchObject({
      ...{
        status: 422,
        code: 'face_reference_none',
        message: 'No face found in the reference picture that was sent',
      },
    });
    expect(kept(routes)).toEqual([]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('This is no picture.')],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['half a picture', null],
  ])('that is %s is refused', async (_, bytes) => {
    const routes = routesHere();
    const half = (await ramp()).subarray(0, 1500);
    expect(await errorOf(await send(routes, bytes ?? half))).toMatchObject({
      ...{ status: 422, code: 'face_picture_invalid' },
    });
    expect(kept(routes)).toEqual([]);
  });

  it('of too many pixels is refused before it is decoded', async () => {
    const huge = await sharp({
      create: { width: 11_000, height: 10_000, channels: 3, background: 'white' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 1 })
      .toBuffer();
    expect((await errorOf(await send(routesHere(), huge))).message).toContain('100 million pixels');
  });

  it('needs the models, which are named where they are missing', async () => {
    onlyModelsIn(temporaryFolder());
    expect(await errorOf(await send(routesHere(), await ramp()))).toMatchObject({
      ...{ status: 503, code: 'model_missing', hint: expect.stringContaining('framesift models pull') },
    });
    expect(await errorOf(await send(routesHere(), await ramp(), 'nothing'))).toMatchObject({
      ...{ status: 404, code: 'not_found' },
    });
    expect(await errorOf(await send(routesHere(), await ramp(), '/etc'))).toMatchObject({
      ...{ status: 403, code: 'path_refused' },
    });
  });

  it('moves to the trash when it is deleted', async () => {
    const routes = routesHere();
    const { id } = await pictureOf(await send(routes, await ramp(), 'yunet'));
    const gone = await routes.request(`/faces/pictures/${id}`, { method: 'DELETE' });
    expect(await gone.json()).toEqual({ id });
    expect(kept(routes)).toEqual([]);
    expect(readdirSync(path.join(routes.settings.state, 'trash-face-pictures'))).toHaveLength(1);
    for (const method of ['GET', 'DELETE']) {
      const answer = await routes.request(`/faces/pictures/${id}`, { method });
      expect(await errorOf(answer), method).toMatchObject({ status: 404, code: 'not_found' });
    }
  });
});

describe('a reference picture of this machine', () => {
  it('stays where it is', async () => {
    const routes = routesHere();
    const file = path.join(routes.home, 'anna, at home.png');
    await copyFile(MADE_UP_PICTURE, file);
    const picture = await pictureOf(await pick(routes, file));
    expect(picture).toMatchObject({ path: file, width: 1000 });
    expect(kept(routes)).toEqual([]);
    const shown = () => routes.request(`/faces/pictures/${picture.id}`);
    expect((await shown()).status).toBe(200);
    // What lies there later is another picture.
    await sharp(file).flip().toFile(path.join(routes.home, 'other.png'));
    await copyFile(path.join(routes.home, 'other.png'), file);
    expect((await shown()).status).toBe(404);
  });

  it('may be one that was sent before, and nothing else of the folder of the server', async () => {
    const routes = routesHere();
    const sent = await pictureOf(await send(routes, await ramp(), 'yunet'));
    expect((await pictureOf(await pick(routes.restart(), sent.path, 'yunet'))).id).toBe(sent.id);
    const secret = path.join(routes.settings.state, 'face-pictures', 'secret.png');
    await copyFile(MADE_UP_PICTURE, secret);
    for (const file of [secret, `${path.dirname(secret)}/../face-pictures/${path.basename(sent.path)}`])
      expect(await errorOf(await pick(routes, file)), file).toMatchObject({ code: 'path_refused' });
  });

  it('must lie below the roots, and be a picture', async () => {
    const routes = routesHere();
    const outside = path.join(temporaryFolder(), 'outside.png');
    await copyFile(MADE_UP_PICTURE, outside);
    await symlink(outside, path.join(routes.home, 'link.png'));
    for (const file of [outside, path.join(routes.home, 'link.png'), 'relative.png'])
      expect(await errorOf(await pick(routes, file)), file).toMatchObject({ status: 403 });
    expect(await errorOf(await pick(routes, path.join(routes.home, 'none.png')))).toMatchObject({
      code: 'input_missing',
    });
    mkdirSync(path.join(routes.home, 'folder'));
    expect((await errorOf(await pick(routes, path.join(routes.home, 'folder')))).message).toContain(
      'it is a folder',
    );
    await writeFile(path.join(routes.home, 'large.png'), '');
    await truncate(path.join(routes.home, 'large.png'), 65 * 2 ** 20);
    expect((await errorOf(await pick(routes, path.join(routes.home, 'large.png')))).message).toContain(
      'more than 64 MB',
    );
  });
});

describe('references of a run that the page asks for', () => {
  const places = (home: string, state = '/nowhere') => ({
    roots: new AllowedRoots(standardRoots({ home, workspace: home, uploads: home }, [])),
    ...{ state, packs: ['faceplugin'] },
  });
  const options = (given: Record<string, unknown>) => resolveOptions(ANALYZE_OPTIONS, given);

  it('are read below the roots only, each with its point', async () => {
    const home = temporaryFolder();
    await copyFile(MADE_UP_PICTURE, path.join(home, 'a.png'));
    await copyFile(MADE_UP_PICTURE, path.join(home, 'b#1,2'));
    const given = {
      faceRef: [`anna=${home}/a.png#512,300`, `ben=${home}/b#1,2`],
      faceRefImg: [`${home}/a.png`, home],
    };
    expect(await allowedFaces(options(given), places(home))).toEqual(options(given));
    for (const wrong of ['/etc/passwd', '/etc/passwd#1,2', `${home}/../x.png`, 'a.png']) {
      await expect(allowedFaces(options({ faceRefImg: [wrong] }), places(home))).rejects.toMatchObject({
        code: 'path_refused',
      });
      await expect(allowedFaces(options({ faceRef: [`a=${wrong}`] }), places(home))).rejects.toMatchObject({
        code: 'path_refused',
      });
    }
    await expect(allowedFaces(options({ faceRef: ['a.png'] }), places(home))).rejects.toMatchObject({
      code: 'face_reference_invalid',
    });
  });

  it('and folders with models too', async () => {
    const home = temporaryFolder();
    expect(await allowedFaces(options({ faceModel: home }), places(home))).toMatchObject({ faceModel: home });
    for (const wrong of [{ faceModel: '/etc' }, { modelsDir: '/etc' }])
      await expect(allowedFaces(options(wrong), places(home))).rejects.toMatchObject({
        code: 'path_refused',
      });
  });
});

describe.runIf(hasShared)('faces of people', () => {
  const images = (name: string) => readFile(path.join(SHARED, 'fixtures/faces/images', name));
  const sendImage = async (name: string) => {
    onlyModelsIn(path.join(SHARED, 'models/faces'));
    const routes = sourceRoutes({}, [], KNOWN_PACKS);
    return send(routes, await images(name));
  };

  it('are told apart from each other, and poor ones from clear ones', async () => {
    const three = await pictureOf(await sendImage('three.png'));
    expect(three.faces).toHaveLength(3);
    expect(three.warning).toContain('3 faces');
    const frontal = await pictureOf(await sendImage('frontal.jpg'));
    expect([frontal.faces.length, frontal.warning]).toEqual([1, null]);
    const profile = await pictureOf(await sendImage('profile.png'));
    expect(profile.warning).toContain('not clear');
  });

  it('a cat is none', async () => {
    expect(await errorOf(await sendImage('cat.jpg'))).toMatchObject({ code: 'face_reference_none' });
  });
});
