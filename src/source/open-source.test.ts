import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fingerprintFile } from './fingerprint.ts';
import { isAddress, listInputs } from './list-inputs.ts';
import { openSource } from './open-source.ts';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'framesift-source-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, contents: string | Uint8Array): string {
  const at = path.join(folder, name);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, contents);
  return at;
}

describe('fingerprint of a file', () => {
  it('depends on the contents alone, not on name or times', async () => {
    const a = file('a.mp4', 'contents');
    const b = file('other/b.mkv', 'contents');
    utimesSync(b, 1000, 1000);
    expect(await fingerprintFile(a)).toEqual(await fingerprintFile(b));
    expect((await fingerprintFile(a)).fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect((await fingerprintFile(file('c.mp4', 'Contents'))).fingerprint).not.toBe(
      (await fingerprintFile(a)).fingerprint,
    );
  });

  it('a large file is told by its size, head, middle and tail', async () => {
    const size = 8 * 1024 * 1024;
    const bytes = new Uint8Array(size);
    const prints = new Set([(await fingerprintFile(file('large', bytes))).fingerprint]);
    for (const place of [0, Math.floor(size / 2), size - 1]) {
      const changed = bytes.slice();
      changed[place] = 1;
      prints.add((await fingerprintFile(file('large', changed))).fingerprint);
    }
    prints.add((await fingerprintFile(file('large', bytes.subarray(1)))).fingerprint);
    expect(prints.size).toBe(5);
  });
});

describe('inputs', () => {
  it('addresses are told from files', () => {
    for (const address of ['https://a/b.mp4', 'HTTP://a', 'rtsp://a', 'file:///etc/hosts', 's3+x://a']) {
      expect(isAddress(address)).toBe(true);
    }
    for (const name of [
      'a.mp4',
      'C:\\videos\\a.mp4',
      'C:/a.mp4',
      'http:%2F%2Fa.mp4',
      './https://a',
      'a:b.mp4',
    ]) {
      expect(isAddress(name)).toBe(false);
    }
  });

  it('a folder stands for the videos in it, sorted; other inputs stay as they are', async () => {
    file('list/b.MP4', 'x');
    file('list/a.webm', 'x');
    file('list/notes.txt', 'x');
    file('list/deep/c.mp4', 'x');
    const list = path.join(folder, 'list');
    expect(await listInputs(['missing.mp4', list, 'https://a/b'])).toEqual([
      'missing.mp4',
      path.join(list, 'a.webm'),
      path.join(list, 'b.MP4'),
      'https://a/b',
    ]);
    mkdirSync(path.join(folder, 'empty'));
    await expect(listInputs([path.join(folder, 'empty')])).rejects.toMatchObject({
      code: 'input_folder_empty',
    });
  });
});

describe('opening a source', () => {
  it('gives the absolute path, size and fingerprint', async () => {
    const at = file('open.mp4', 'video');
    const source = await openSource(path.relative(process.cwd(), at));
    expect(source).toEqual({ path: at, ...(await fingerprintFile(at)) });
    expect(source.size).toBe(5);
  });

  it.each([
    ['nothing there', () => path.join(folder, 'nothing.mp4'), 'input_missing'],
    ['a file in place of a folder', () => path.join(file('plain', 'x'), 'a.mp4'), 'input_missing'],
    ['a folder', () => folder, 'input_unreadable'],
    ['an empty file', () => file('empty.mp4', ''), 'input_empty'],
    ['an address', () => 'https://example.org/a.mp4', 'url_refused'],
  ])('%s', async (_, input, code) => {
    await expect(openSource(input())).rejects.toMatchObject({ code, exitCode: 4 });
  });

  it('no name at all is no file but a mistake in the call', async () => {
    await expect(openSource('')).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
  });

  it('a file that may not be read', async () => {
    const at = file('secret.mp4', 'x');
    chmodSync(at, 0);
    // root may read everything, so it becomes nobody for a moment.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) chmodSync(folder, 0o755);
    if (isRoot) process.seteuid?.(65534);
    try {
      await expect(openSource(at)).rejects.toMatchObject({
        code: 'input_unreadable',
        message: `Cannot read ${at}: permission denied`,
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});
