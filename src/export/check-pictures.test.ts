import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { madeRecord } from '../select/record.fixture.ts';
import { checkPictures } from './check-pictures.ts';
import { madeRunFolder } from './run.fixture.ts';

const RECORDS = [0, 1, 2].map((n) => ({ ...madeRecord(n), filename: `frame_00000${n}.jpg` }));

it('takes pictures that are there', async () => {
  await expect(checkPictures(await madeRunFolder(RECORDS), RECORDS)).resolves.toBeUndefined();
});

it('counts those that are missing', async () => {
  const folder = await madeRunFolder(RECORDS);
  for (const n of [1, 2]) rmSync(join(folder, `frame_00000${n}.jpg`));
  await expect(checkPictures(folder, RECORDS)).rejects.toMatchObject({
    code: 'picture_missing',
    details: { count: 2, path: join(folder, 'frame_000001.jpg') },
  });
});

it('refuses links, folders and names that lead elsewhere', async () => {
  const folder = await madeRunFolder(RECORDS);
  rmSync(join(folder, 'frame_000001.jpg'));
  symlinkSync('frame_000000.jpg', join(folder, 'frame_000001.jpg'));
  await expect(checkPictures(folder, RECORDS)).rejects.toMatchObject({ code: 'input_unreadable' });
  rmSync(join(folder, 'frame_000001.jpg'));
  mkdirSync(join(folder, 'frame_000001.jpg'));
  await expect(checkPictures(folder, RECORDS)).rejects.toMatchObject({ code: 'input_unreadable' });
  const elsewhere = RECORDS.map((record) => ({ ...record, filename: `../${record.filename}` }));
  await expect(checkPictures(folder, elsewhere)).rejects.toMatchObject({ code: 'run_invalid' });
});
