import { open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';

/** A copy of a clip with the bytes of some packets overwritten by zeros, from a fraction of the packet on. */
export async function damagedCopy(
  clip: string,
  folder: string,
  isHit: (packet: number) => boolean,
  from = 0,
): Promise<string> {
  const list = [
    '-v',
    'error',
    '-select_streams',
    'v:0',
    '-show_entries',
    'packet=pos,size',
    '-of',
    'csv=p=0',
  ];
  const { stdout } = await execa('ffprobe', [...list, clip]);
  const copy = path.join(folder, `damaged-${path.basename(clip)}`);
  await writeFile(copy, await readFile(clip));
  const handle = await open(copy, 'r+');
  for (const [i, row] of stdout.split('\n').entries()) {
    const [size = 0, position = 0] = row.split(',').map(Number);
    const kept = Math.floor(size * from);
    if (isHit(i)) await handle.write(Buffer.alloc(size - kept), 0, size - kept, position + kept);
  }
  await handle.close();
  return copy;
}
