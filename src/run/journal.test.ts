import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type FrameRecord, serializeRecord } from '../contract/record.ts';
import { Journal, nextFrameNumber, recoverRecords } from './journal.ts';
import { diskIo, type RunIo } from './run-io.ts';

const recordAt = (frame_number: number, status: FrameRecord['status'] = 'kept'): FrameRecord => ({
  frame_number,
  time: frame_number / 25,
  pts: frame_number * 512,
  picked_by: 'all',
  filename: status === 'kept' ? `frame_${String(frame_number).padStart(6, '0')}.jpg` : null,
  status,
  reject_reason: status === 'kept' ? null : status === 'error' ? 'error' : 'quality',
  sharpness_score: status === 'error' ? null : 12.5,
  edge_strength_score: status === 'error' ? null : 3,
  contrast_score: status === 'error' ? null : 4,
  brightness_score: status === 'error' ? null : 5,
  entropy_score: status === 'error' ? null : 6,
  quality_score: status === 'error' ? null : 7,
  sharpness_raw: status === 'error' ? null : 125,
  edge_strength_raw: status === 'error' ? null : 3,
  error: status === 'error' ? 'could not be decoded: ü\u2028' : null,
});

async function recover(bytes: Buffer, pieceSize: number) {
  async function* pieces() {
    for (let i = 0; i < bytes.length; i += pieceSize) yield bytes.subarray(i, i + pieceSize);
  }
  const numbers: number[] = [];
  const { bytes: kept } = await recoverRecords(
    pieces(),
    0,
    (record) => void numbers.push(record.frame_number),
  );
  return { numbers, kept };
}

describe('recoverRecords', () => {
  const lines = [3, 4, 9, 10].map((number) =>
    serializeRecord(recordAt(number, number === 9 ? 'error' : 'kept')),
  );
  const whole = Buffer.from(lines.join(''));

  it('cut anywhere keeps exactly the whole lines before the cut, in pieces of any size', async () => {
    const ends = lines.map((_, i) => Buffer.byteLength(lines.slice(0, i + 1).join('')));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.integer({ min: 1, max: 700 }), async (cut, pieceSize) => {
        const complete = ends.filter((end) => end <= cut);
        const { numbers, kept } = await recover(whole.subarray(0, cut), pieceSize);
        expect(kept).toBe(complete.at(-1) ?? 0);
        expect(numbers).toEqual([3, 4, 9, 10].slice(0, complete.length));
      }),
    );
  });

  it.each([
    ['garbage', 'not json\n'],
    ['zeros of a crashed disk', '\0'.repeat(200)],
    ['a number that does not rise', serializeRecord(recordAt(4))],
    ['another spelling of a record', serializeRecord(recordAt(5)).replace('":', '": ')],
    ['a record that breaks the schema', serializeRecord(recordAt(5)).replace('"kept"', '"perhaps"')],
    ['an empty line', '\n'],
  ])('stops at %s, whatever follows', async (_, bad) => {
    const good = lines.slice(0, 2).join('');
    const { numbers, kept } = await recover(Buffer.from(good + bad + lines.slice(2).join('')), 64);
    expect({ numbers, kept }).toEqual({ numbers: [3, 4], kept: Buffer.byteLength(good) });
  });
});

describe('Journal', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'framesift-journal-'));
    file = path.join(folder, 'metadata.jsonl');
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
  });

  it('continues behind the last whole line, with the counts of the earlier session', async () => {
    const kept = serializeRecord(recordAt(0)) + serializeRecord(recordAt(1, 'rejected'));
    writeFileSync(file, kept + serializeRecord(recordAt(2)).slice(0, 40));
    const seen: number[] = [];
    const journal = await Journal.open(
      diskIo,
      folder,
      false,
      ({ frame_number }) => void seen.push(frame_number),
    );
    expect(seen).toEqual([0, 1]);
    expect(journal.recovered).toBe(1);
    expect(journal.counts).toEqual({ processed: 2, kept: 1, rejected: 1, error: 0 });
    await journal.append(recordAt(2, 'error'));
    expect(journal.last?.frame_number).toBe(2);
    await journal.close();
    expect(readFileSync(file, 'utf8')).toBe(kept + serializeRecord(recordAt(2, 'error')));
    expect(journal.counts).toEqual({ processed: 3, kept: 1, rejected: 1, error: 1 });
  });

  it('writes in batches, and what it counts as stored is on the disk', async () => {
    const journal = await Journal.open(diskIo, folder, false, () => undefined);
    const sizes: number[] = [];
    for (let number = 0; number < 1000; number++) {
      await journal.append(recordAt(number));
      const lines = readFileSync(file, 'utf8').split('\n').length - 1;
      expect(journal.stored.processed).toBe(lines);
      if (sizes.at(-1) !== lines) sizes.push(lines);
    }
    expect(sizes.length).toBeLessThan(100);
    expect(1000 - journal.stored.processed).toBeLessThan(128);
    await journal.close();
    expect(journal.stored.processed).toBe(1000);
  });

  it('keeps what could not be written and writes it at the same place later', async () => {
    let full = true;
    const io: RunIo = {
      ...diskIo,
      openAppend: async (name, keep) => {
        const real = await diskIo.openAppend(name, keep);
        return { ...real, append: (data) => (full ? Promise.reject(new Error('full')) : real.append(data)) };
      },
    };
    const journal = await Journal.open(io, folder, false, () => undefined);
    await journal.append(recordAt(0));
    await expect(journal.flush()).rejects.toThrow('full');
    expect(journal.stored.processed).toBe(0);
    full = false;
    await journal.close();
    expect(readFileSync(file, 'utf8')).toBe(serializeRecord(recordAt(0)));
  });
});

describe('nextFrameNumber', () => {
  it('is the start of the range, or one behind the last record', () => {
    expect(nextFrameNumber(-1, 100, 'run')).toBe(100);
    expect(nextFrameNumber(120, 100, 'run')).toBe(121);
  });

  it('refuses records from before the range', () => {
    expect(() => nextFrameNumber(99, 100, 'run')).toThrow(expect.objectContaining({ code: 'run_invalid' }));
  });
});
