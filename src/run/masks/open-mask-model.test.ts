import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../contract/events.ts';
import { declaredSam2 } from '../../subject/packs/made-sam2.fixture.ts';
import { type MaskModelOptions, maskModelOf, openMaskModel } from './open-mask-model.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'framesift-mask-options-'));
  vi.stubEnv('FRAMESIFT_MODELS', folder);
  vi.stubEnv('XDG_CACHE_HOME', path.join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const USUAL: MaskModelOptions = {
  ...{ maskingModel: 'sam2', sam2ModelVariant: 'tiny', sam2WeightsPath: null, maskSize: 'auto' },
  ...{ modelsDir: null, acceptLicense: null },
};
const nameOf = (changes: Partial<MaskModelOptions>) => maskModelOf({ ...USUAL, ...changes })?.name;

const open = (changes: Partial<MaskModelOptions>) => {
  const events: RunEvent[] = [];
  const context = {
    emit: (event: RunEvent) => void events.push(event),
    signal: new AbortController().signal,
  };
  return openMaskModel({ ...USUAL, ...changes }, context);
};

describe('the model for masks that options name', () => {
  it('is SAM 2.1 tiny at 512, all others at 1024, unless a size is given', () => {
    expect(nameOf({})).toBe('sam2.1-tiny-512');
    expect(nameOf({ maskSize: '1024' })).toBe('sam2.1-tiny');
    expect(nameOf({ sam2ModelVariant: 'base_plus' })).toBe('sam2.1-base_plus');
    expect(nameOf({ sam2ModelVariant: 'large', maskSize: '512' })).toBe('sam2.1-large-512');
    expect(nameOf({ maskingModel: 'edgetam' })).toBe('edgetam');
    expect(nameOf({ maskingModel: 'edgetam', sam2ModelVariant: 'large' })).toBe('edgetam');
    expect(nameOf({ sam2WeightsPath: 'sam2-tiny-512', maskingModel: 'edgetam' })).toBe('sam2-tiny-512');
    expect(nameOf({ sam2WeightsPath: './sam2-tiny-512' })).toBeUndefined();
    expect(() => nameOf({ maskingModel: 'edgetam', maskSize: '512' })).toThrow(/looks at 1024 pixels/);
  });

  it('may be a folder, whose size a given one must be', async () => {
    const own = path.join(folder, 'own');
    mkdirSync(own);
    for (const [name, bytes] of Object.entries(declaredSam2())) writeFileSync(path.join(own, name), bytes);
    expect(await open({ sam2WeightsPath: own })).toMatchObject({
      name: 'own',
      constants: { image_size: 64 },
    });
    await expect(open({ sam2WeightsPath: own, maskSize: '512' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('looks at 64 pixels'),
    });
  });

  it('is refused with what to do where it cannot be had', async () => {
    await expect(open({ maskingModel: 'edgetam' })).rejects.toMatchObject({ code: 'model_export_needed' });
    await expect(open({ sam2WeightsPath: 'sam2.1-tini' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('did you mean sam2.1-tiny?'),
    });
    await expect(open({ sam2WeightsPath: '/no/such/folder' })).rejects.toMatchObject({
      code: 'mask_model_invalid',
    });
    const weights = path.join(folder, 'sam2.1_hiera_tiny.pt');
    writeFileSync(weights, 'weights');
    await expect(open({ sam2WeightsPath: weights })).rejects.toMatchObject({ code: 'checkpoint_not_onnx' });
    await expect(open({ sam2WeightsPath: 'missing.pt' })).rejects.toMatchObject({
      code: 'mask_model_invalid',
    });
  });
});
