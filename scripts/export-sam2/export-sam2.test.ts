import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModelFile } from '../../src/inference/model-file.ts';
import { openSession } from '../../src/inference/session.ts';
import { openSam2Folder } from '../../src/subject/packs/open-sam2-folder.ts';
import { SAM2_CONTRACT } from '../../src/subject/packs/sam2-contract.ts';

const SCRIPT = path.join(import.meta.dirname, 'export_sam2.py');

/** A Python that can export, named by FRAMESIFT_PYTHON or on PATH; null where there is none. */
function pythonWithTorch(): string | null {
  const program = process.env.FRAMESIFT_PYTHON || 'python3';
  const { status } = spawnSync(program, ['-c', 'import torch, sam2, onnx, onnxruntime']);
  return status === 0 ? program : null;
}

describe('the export of SAM 2', () => {
  it('writes graphs with the names that are read', () => {
    const source = readFileSync(SCRIPT, 'utf8');
    for (const [role, { inputs, more = [], outputs }] of Object.entries(SAM2_CONTRACT)) {
      for (const name of [role, ...inputs, ...more, ...outputs]) expect(source).toContain(`"${name}"`);
    }
  });

  // Left out rather than skipped: hardly any machine has torch, and where it is wanted it is named.
  const python = pythonWithTorch();
  if (python !== null) {
    it('makes a model that opens and runs', { timeout: 600_000 }, async () => {
      const out = mkdtempSync(path.join(tmpdir(), 'framesift-export-'));
      try {
        const options = ['--size', 'tiny', '--image-size', '256', '--out', out, '--check'];
        const printed = execFileSync(python, [SCRIPT, ...options], { encoding: 'utf8' });
        expect(printed.match(/max \|onnx - torch\|/g)).toHaveLength(6);
        const { files, constants } = await openSam2Folder(out);
        expect(constants).toMatchObject({ image_size: 256, family: 'sam2.1', tokens_per_frame: 256 });
        const session = await openSession(await readModelFile(files.vision_encoder ?? ''), { threads: 1 });
        const [feats0] = await session.run({
          data: new Float32Array(3 * 256 * 256),
          shape: [1, 3, 256, 256],
        });
        expect(feats0?.shape).toEqual([1, 32, 64, 64]);
        await session.close();
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
    });
  }
});
