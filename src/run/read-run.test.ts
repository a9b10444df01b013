import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serializeRecord } from '../contract/record.ts';
import { droppedRecord, MADE_RUN, madeRunFolder } from '../export/run.fixture.ts';
import { madeRecord } from '../select/record.fixture.ts';
import { readRun } from './read-run.ts';

const records = [madeRecord(0), droppedRecord(5), madeRecord(12, { error: 'split\u2028here' })];

describe('readRun', () => {
  it('gives back what was written; no review.json means no verdicts', async () => {
    const folder = await madeRunFolder(records);
    const review = { schema_version: 1, pinned: [], rejected: [] };
    expect(await readRun(folder)).toEqual({ run: MADE_RUN, records, review });
  });

  it('reads the verdicts', async () => {
    const folder = await madeRunFolder(records);
    const review = { schema_version: 1, pinned: [5], rejected: [0] };
    await writeFile(join(folder, 'review.json'), JSON.stringify(review));
    expect((await readRun(folder)).review).toEqual(review);
  });

  it('leaves out a partial last line, cut at any byte', async () => {
    const folder = await madeRunFolder(records);
    const line = Buffer.from(serializeRecord(madeRecord(20, { error: 'Fähre' })));
    const whole = Buffer.from(records.map(serializeRecord).join(''));
    for (let bytes = 0; bytes < line.length - 1; bytes += 7) {
      await writeFile(join(folder, 'metadata.jsonl'), Buffer.concat([whole, line.subarray(0, bytes)]));
      expect((await readRun(folder)).records).toEqual(records);
    }
  });

  it('sorts by frame number', async () => {
    const folder = await madeRunFolder([...records].reverse());
    expect((await readRun(folder)).records).toEqual(records);
  });

  it('refuses a complete run of which records are gone', async () => {
    const counts = { processed: 3, kept: 2, rejected: 1, error: 0 };
    const folder = await madeRunFolder(records);
    await writeFile(join(folder, 'run.json'), JSON.stringify({ ...MADE_RUN, counts }));
    expect((await readRun(folder)).records).toEqual(records);
    await writeFile(join(folder, 'metadata.jsonl'), records.slice(1).map(serializeRecord).join(''));
    await expect(readRun(folder)).rejects.toMatchObject({
      code: 'run_invalid',
      message: expect.stringMatching(/metadata\.jsonl holds 2 of 3 records/),
    });
  });

  it('names what is missing or broken', async () => {
    const folder = await madeRunFolder(records);
    const failure = async () => readRun(folder).catch((thrown: unknown) => thrown);
    await appendFile(join(folder, 'metadata.jsonl'), serializeRecord(madeRecord(5)));
    expect(await failure()).toMatchObject({
      code: 'run_invalid',
      message: expect.stringMatching(/frame 5 stands there twice/),
    });

    await writeFile(join(folder, 'metadata.jsonl'), `${serializeRecord(madeRecord(0))}{"frame_number":1}\n`);
    expect(await failure()).toMatchObject({
      code: 'run_invalid',
      message: expect.stringMatching(/metadata\.jsonl, line 2: time/),
    });

    await writeFile(join(folder, 'metadata.jsonl'), '{"frame_number":1\n');
    expect(await failure()).toMatchObject({
      code: 'run_invalid',
      message: expect.stringMatching(/line 1: not valid JSON/),
    });

    const outside = serializeRecord(madeRecord(0, { filename: '../../secret.jpg' }));
    await writeFile(join(folder, 'metadata.jsonl'), outside);
    expect(await failure()).toMatchObject({
      code: 'run_invalid',
      message: expect.stringMatching(/filename is no picture/),
    });

    await writeFile(join(folder, 'review.json'), '{"schema_version":2}');
    expect(await failure()).toMatchObject({
      code: 'review_invalid',
      message: expect.stringMatching(/review\.json: schema_version/),
    });

    await rm(join(folder, 'review.json'));
    await rm(join(folder, 'metadata.jsonl'));
    expect(await failure()).toMatchObject({ code: 'run_missing', exitCode: 4 });
    await rm(join(folder, 'run.json'));
    expect(await failure()).toMatchObject({ code: 'run_missing' });
    await expect(readRun(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'run_missing' });
  });
});
