import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KNOWN_MASK_MODELS } from '../subject/packs/known-mask-models.ts';
import { declaredSam2 } from '../subject/packs/made-sam2.fixture.ts';
import { absent, ok } from './doctor-check.ts';
import { maskChecks } from './doctor-masks.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'framesift-doctor-masks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runtime = ok('faces', 'onnxruntime-node 1.0');
const checks = (line = runtime) => maskChecks(line, KNOWN_MASK_MODELS, [folder]);

/** An export of one's own of a known model. */
function put(name: string): void {
  mkdirSync(path.join(folder, name));
  for (const [file, bytes] of Object.entries(declaredSam2()))
    writeFileSync(path.join(folder, name, file), bytes);
}

describe('the report on subject masks', () => {
  it('names the usual model and how to get it where there is none', async () => {
    expect(await checks()).toEqual([
      ok('subject', 'onnxruntime-node 1.0'),
      absent(
        'mask models',
        'sam2.1-tiny-512 is not on this machine',
        'subject masks',
        'Run `framesift models pull sam2.1-tiny-512`.',
      ),
    ]);
  });

  it('names those that are there', async () => {
    put('edgetam');
    const [, models] = await checks();
    expect(models).toMatchObject({
      detail: 'sam2.1-tiny-512 is not on this machine; others are: edgetam',
      disables: 'subject masks with the usual model',
    });
    put('sam2.1-tiny-512');
    expect((await checks())[1]).toEqual(ok('mask models', 'sam2.1-tiny-512, edgetam'));
  });

  it('says what is missing where the runtime is', async () => {
    const [subject] = await checks(absent('faces', 'cannot be loaded', 'faces', 'Install it.'));
    expect(subject).toEqual(absent('subject', 'cannot be loaded', 'subject masks', 'Install it.'));
  });
});
