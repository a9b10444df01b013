import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type FrameRecord, serializeRecord } from '../contract/record.ts';
import { NO_COUNTS } from './journal.ts';
import { storedState } from './missing-pictures.ts';
import { diskIo } from './run-io.ts';
import { discardUnrecorded } from './unrecorded-pictures.ts';

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'framesift-missing-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const record = (frame_number: number, filename: string | null): FrameRecord => ({
  frame_number,
  time: 0,
  pts: 0,
  picked_by: 'all',
  filename,
  status: filename === null ? 'rejected' : 'kept',
  reject_reason: filename === null ? 'quality' : null,
  sharpness_score: 0,
  edge_strength_score: 0,
  contrast_score: 0,
  brightness_score: 0,
  entropy_score: 0,
  quality_score: 0,
  sharpness_raw: 0,
  edge_strength_raw: 0,
  error: null,
});

it('pictures that are gone or empty are found, frames without a picture are none', async () => {
  const folder = newFolder();
  const records = [record(1, 'a.jpg'), record(2, null), record(5, 'b.jpg'), record(6, 'c.jpg')];
  writeFileSync(path.join(folder, 'metadata.jsonl'), records.map(serializeRecord).join(''));
  writeFileSync(path.join(folder, 'a.jpg'), 'data');
  writeFileSync(path.join(folder, 'b.jpg'), '');
  expect(await storedState(diskIo, folder)).toMatchObject({ missing: [5, 6] });
  expect(await storedState(diskIo, path.join(folder, 'nowhere'))).toEqual({ counts: NO_COUNTS, missing: [] });
});

it('pictures behind the last record are leftovers; nothing else is removed', async () => {
  const folder = newFolder();
  const names = ['frame_000004.jpg', 'frame_000005.png', 'frame_000006.jpg', 'frame_1000000.png'];
  const others = ['frame_000009.txt', 'my frame_000009.jpg', 'metadata.jsonl', 'masks'];
  for (const name of [...names, ...others]) writeFileSync(path.join(folder, name), '');
  await discardUnrecorded(diskIo, folder, 5);
  expect((await diskIo.list(folder)).sort()).toEqual(
    ['frame_000004.jpg', 'frame_000005.png', ...others].sort(),
  );
});
