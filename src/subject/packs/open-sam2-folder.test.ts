import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readModelFile } from '../../inference/model-file.ts';
import { openSession } from '../../inference/session.ts';
import { hasSharedSam2, sharedSam2 } from '../shared-sam2.fixture.ts';
import { constantsOf, declaredGraph, declaredSam2, filesIn, manifestOf } from './made-sam2.fixture.ts';
import { openSam2Folder } from './open-sam2-folder.ts';

const removals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of removals.splice(0)) await remove();
});

async function folderWith(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const { folder, remove } = await filesIn(files);
  removals.push(remove);
  return folder;
}

/** The files of a model without some and with others. */
function changed(
  changes: Readonly<Record<string, Uint8Array | string | null>>,
): Record<string, Uint8Array | string> {
  const files: Record<string, Uint8Array | string> = declaredSam2();
  for (const [name, bytes] of Object.entries(changes)) {
    if (bytes === null) delete files[name];
    else files[name] = bytes;
  }
  return files;
}

describe('openSam2Folder', () => {
  it('gives paths, constants with what they leave open, and a hash', async () => {
    const folder = await folderWith(declaredSam2());
    const model = await openSam2Folder(folder, 'mine');
    expect(model.name).toBe('mine');
    expect(model.files.vision_encoder).toBe(path.join(folder, 'vision_encoder.onnx'));
    expect(model.files.mask_downsample).toBe(path.join(folder, 'mask_downsample.onnx'));
    expect(model.constants).toMatchObject({
      ...{ image_size: 64, num_maskmem: 7, max_object_pointers: 16, no_obj_score: -1024 },
      ...{ resample: 'pillow-bicubic', pointer_temporal: 'projected' },
    });
    expect(model.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await openSam2Folder(folder)).name).toBe(path.basename(folder));
  });

  it('tells models apart by what is in their files, not by where they lie', async () => {
    const [one, same, other] = await Promise.all([
      folderWith(declaredSam2()),
      folderWith(changed({ 'manifest.json': manifestOf(declaredSam2()) })),
      folderWith(changed({ 'mask_downsample.onnx': null })),
    ]);
    const hash = async (folder: string) => (await openSam2Folder(folder)).sha256;
    expect(await hash(one)).toBe(await hash(same));
    expect(await hash(one)).not.toBe(await hash(other));
  });

  it('finds graphs in a folder onnx, and the model from any of its files', async () => {
    const { 'constants.json': constants = '', ...graphs } = declaredSam2();
    const inner = Object.entries(graphs).map(([name, bytes]) => [`onnx/${name}`, bytes]);
    const folder = await folderWith({ ...Object.fromEntries(inner), 'constants.json': constants });
    const { sha256 } = await openSam2Folder(folder);
    for (const given of ['onnx', 'onnx/mask_decoder.onnx', 'constants.json']) {
      const model = await openSam2Folder(path.join(folder, given));
      expect([model.sha256, model.name]).toEqual([sha256, path.basename(folder)]);
    }
  });

  it('does without graphs that only some exports have', async () => {
    const files = changed({
      'mask_downsample.onnx': null,
      'pointer_tpos.onnx': null,
      'constants.json': constantsOf({ pointer_temporal: 'none' }),
    });
    const model = await openSam2Folder(await folderWith(files));
    expect([model.files.mask_downsample, model.files.pointer_tpos]).toEqual([null, null]);
  });

  it.each([
    [
      'without graphs',
      { 'mask_decoder.onnx': null, 'constants.json': null },
      /mask_decoder.onnx, constants.json missing/,
    ],
    [
      'without pointer_tpos.onnx, which its constants need',
      { 'pointer_tpos.onnx': null },
      /pointer_tpos.onnx missing/,
    ],
    ['with constants that are no JSON', { 'constants.json': '{' }, /constants.json is no JSON/],
    ['with an image size of 65', { 'constants.json': constantsOf({ image_size: 65 }) }, /image_size/],
    [
      'with another image size than its graphs',
      { 'constants.json': constantsOf({ image_size: 128 }) },
      /image_size 128, but vision_encoder.onnx takes 64/,
    ],
    [
      'with too few rows',
      { 'constants.json': constantsOf({ num_maskmem: 6 }) },
      /has 7 rows .* num_maskmem is 6/,
    ],
    [
      'with rows of another depth',
      {
        'constants.json': constantsOf({
          memory_temporal_positional_encoding: Array.from({ length: 7 }, () => [0]),
        }),
      },
      /has 1 numbers instead of 16/,
    ],
    [
      'with a graph of another export',
      { 'memory_attention.onnx': declaredGraph({ spatial_memory: [1] }, { conditioned_features: [1] }) },
      /memory_attention.onnx has no input current_vision_features/,
    ],
    [
      'with a graph that wants more',
      { 'mask_downsample.onnx': declaredGraph({ mask: [1], scale: [1] }, { mask_prompt: [1] }) },
      /mask_downsample.onnx wants an unknown input scale/,
    ],
    [
      'with a graph that gives less',
      { 'pointer_tpos.onnx': declaredGraph({ normalized_diffs: [1] }, { out: [1] }) },
      /pointer_tpos.onnx has no output pointer_pos/,
    ],
    ['with a manifest that is no JSON', { 'manifest.json': '{' }, /manifest.json is no JSON/],
    [
      'with a manifest that leads out',
      { 'manifest.json': '{"files":[{"path":"../a.onnx","bytes":1,"sha256":""}]}' },
      /files.0.path must be the name of a file/,
    ],
    [
      'with a manifest that names what is not there',
      { 'mask_downsample.onnx': null, 'manifest.json': manifestOf(declaredSam2()) },
      /mask_downsample.onnx of manifest.json missing/,
    ],
  ] as const)('refuses a folder %s', async (_, changes, message) => {
    const failed = openSam2Folder(await folderWith(changed(changes)));
    await expect(failed).rejects.toMatchObject({
      ...{ code: 'mask_model_invalid', exitCode: 3 },
      message: expect.stringMatching(message),
    });
  });

  it('refuses a file that is cut off, and one that is not what the manifest says', async () => {
    const { 'mask_decoder.onnx': whole = Buffer.alloc(0) } = declaredSam2();
    const cut = await folderWith(changed({ 'mask_decoder.onnx': whole.subarray(0, -9) }));
    await expect(openSam2Folder(cut)).rejects.toMatchObject({
      code: 'model_invalid',
      message: expect.stringMatching(/mask_decoder\.onnx \(it is cut off\)/),
    });
    const longer = declaredSam2();
    const other = declaredGraph({ mask: [1] }, { mask_prompt: [1] }, 'other');
    const files = changed({ 'mask_downsample.onnx': other, 'manifest.json': manifestOf(longer) });
    await expect(openSam2Folder(await folderWith(files))).rejects.toMatchObject({
      code: 'model_invalid',
      message: expect.stringMatching(/mask_downsample\.onnx \(it has \d+ bytes instead of \d+\)/),
    });
  });

  it.each([
    ['sam2.1_hiera_tiny.pt', 'sam2.1 --size tiny --image-size 512', 'sam2.1-tiny-512'],
    ['sam2.1_hiera_base_plus.pt', 'sam2.1 --size base_plus --image-size 1024', 'sam2.1-base_plus'],
    ['sam2_hiera_large.pth', 'sam2 --size large --image-size 1024', 'sam2-large'],
    ['weights.pt', 'sam2.1 --size tiny --image-size 512', 'sam2.1-tiny-512'],
  ])('names the command that exports %s', async (name, options, out) => {
    const folder = await folderWith({ [name]: 'weights' });
    for (const given of [folder, path.join(folder, name)]) {
      await expect(openSam2Folder(given)).rejects.toMatchObject({
        ...{ code: 'checkpoint_not_onnx', exitCode: 3 },
        hint: expect.stringContaining(
          `python export_sam2.py --family ${options} --checkpoint ${path.join(folder, name)} --out ${path.join(folder, out)}`,
        ),
      });
    }
  });

  it('knows EdgeTAM, and takes the official checkpoint in place of safetensors', async () => {
    const folder = await folderWith({ 'edgetam.pt': 'weights' });
    await expect(openSam2Folder(folder)).rejects.toMatchObject({
      hint: expect.stringContaining('python export_edgetam.py --checkpoint'),
    });
    const other = await folderWith({ 'sam2.1-hiera-small.safetensors': 'weights' });
    await expect(openSam2Folder(other)).rejects.toMatchObject({
      hint: expect.stringContaining('--size small --image-size 1024 --checkpoint sam2.1_hiera_small.pt'),
    });
  });

  it('says that nothing is there', async () => {
    await expect(openSam2Folder('/no/such/folder')).rejects.toMatchObject({ code: 'mask_model_invalid' });
    const folder = await folderWith({ 'notes.txt': 'x' });
    await expect(openSam2Folder(path.join(folder, 'notes.txt'))).rejects.toThrow(/no file of a model/);
    await expect(openSam2Folder(folder)).rejects.toThrow(/vision_encoder.onnx, mask_decoder.onnx/);
  });
});

describe.runIf(hasSharedSam2)('models of random weights', () => {
  it.each([
    ['tiny-64', { pointer_tpos: true, mask_downsample: true }, 64],
    ['tiny-128', { pointer_tpos: true, mask_downsample: true }, 128],
    ['tiny-64-fixed', { pointer_tpos: true, mask_downsample: false }, 64],
    ['tiny-64-edgetam', { pointer_tpos: false, mask_downsample: true }, 64],
  ] as const)('%s opens, and its graphs run', async (name, has, size) => {
    const { files, constants } = await openSam2Folder(sharedSam2(name));
    expect({
      pointer_tpos: files.pointer_tpos !== null,
      mask_downsample: files.mask_downsample !== null,
    }).toEqual(has);
    expect(constants.image_size).toBe(size);
    const session = await openSession(await readModelFile(files.vision_encoder ?? ''), { threads: 1 });
    const [feats0] = await session.run({
      data: new Float32Array(3 * size * size),
      shape: [1, 3, size, size],
    });
    expect(feats0?.shape).toEqual([1, 4, size / 4, size / 4]);
    await session.close();
  });
});
