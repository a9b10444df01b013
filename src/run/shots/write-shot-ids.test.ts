import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { frameRecordSchema, serializeRecord } from '../../contract/record.ts';
import { madeRecord } from '../../select/record.fixture.ts';
import { diskIo } from '../run-io.ts';
import { writeShotIds } from './write-shot-ids.ts';

async function folderOf(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'framesift-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'metadata.jsonl'), text);
  return folder;
}

// a text that looks like the key itself
const records = Array.from({ length: 2500 }, (_, i) => ({
  ...madeRecord(i * 3),
  shot_id: null,
  error: i % 7 === 0 ? '"shot_id":null,"shot_id":5' : null,
}));

it('gives every record its shot and leaves the rest as it is; again gives the same', async () => {
  const folder = await folderOf(records.map(serializeRecord).join(''));
  for (let round = 0; round < 2; round++) {
    await writeShotIds(diskIo, folder, (frameNumber) => Math.floor(frameNumber / 100));
    const lines = (await readFile(join(folder, 'metadata.jsonl'), 'utf8')).trimEnd().split('\n');
    const found = lines.map((line) => frameRecordSchema.parse(JSON.parse(line)));
    const named = records.map((one) => ({ ...one, shot_id: Math.floor(one.frame_number / 100) }));
    expect(found).toEqual(named.map((one) => frameRecordSchema.parse(one)));
    expect(await readdir(folder)).toEqual(['metadata.jsonl']);
  }
});

it('refuses lines that are no records', async () => {
  const folder = await folderOf(records.slice(0, 5).map(serializeRecord).join(''));
  await appendFile(join(folder, 'metadata.jsonl'), '{"frame_number":99}\n');
  const writing = writeShotIds(diskIo, folder, () => 0);
  await expect(writing).rejects.toMatchObject({ code: 'run_invalid' });
});
