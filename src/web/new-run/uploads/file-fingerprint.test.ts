import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { newFolder } from '../../../server/runs/runs.fixture.ts';
import { fingerprintFile } from '../../../source/fingerprint.ts';
import { fileFingerprint } from './file-fingerprint.ts';

const MIB = 2 ** 20;

afterEach(() => void vi.unstubAllGlobals());

describe('the fingerprint of a chosen file', () => {
  it.each([0, 1, 1000, MIB, 3 * MIB - 1, 3 * MIB, 3 * MIB + 1, 8 * MIB + 7])(
    'is that of the server, for %i bytes',
    async (size) => {
      const bytes = randomBytes(size);
      const file = path.join(newFolder(), 'clip.mp4');
      writeFileSync(file, bytes);
      const chosen = await fileFingerprint(new File([bytes], 'another name.mkv'));
      expect(chosen).toBe((await fingerprintFile(file)).fingerprint);
    },
  );

  it('is SHA-256 over the size and three samples', async () => {
    const bytes = randomBytes(5 * MIB);
    const hash = createHash('sha256').update(`${bytes.length}\n`);
    for (const begin of [0, 2 * MIB, 4 * MIB]) hash.update(bytes.subarray(begin, begin + MIB));
    expect(await fileFingerprint(new Blob([bytes]))).toBe(hash.digest('hex'));
  });

  it('is unknown where the browser cannot hash', async () => {
    vi.stubGlobal('crypto', {});
    expect(await fileFingerprint(new Blob(['x']))).toBeNull();
  });
});
