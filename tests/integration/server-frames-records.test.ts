import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeTable, type RecordTable, sliceTable } from '../../src/contract/record-table.ts';
import { readRecords } from '../../src/run/read-run.ts';
import { FrameColumns } from '../../src/select/columns.ts';
import { type Criteria, openCriteria } from '../../src/select/criteria.ts';
import { faceCriteriaOf, madeFace } from '../../src/select/face.fixture.ts';
import { keptRows, select, selectRecords } from '../../src/select/select.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { frameServer } from '../support/frame-server.ts';
import { libraryRun } from '../support/library-run.ts';
import { makeRun } from '../support/made-run.ts';
import { temporaryFolder } from '../support/project.ts';

const ID = 'aaaaaaaaaaaaaaaa';
const plain = { headers: { 'Accept-Encoding': 'identity' } };

async function tableOf(response: Response): Promise<RecordTable> {
  expect(response.status).toBe(200);
  return decodeTable(await response.arrayBuffer());
}

const WEIGHTS = { sharpness: 30, edge_strength: 20, contrast: 20, brightness: 10, entropy: 20 };

describe('records of a run by HTTP', () => {
  it('select the very frames that the command line selects, with limits equal to measured values', async () => {
    const parent = temporaryFolder();
    const clip = await alternatingClip(parent, 'clip.mp4', 8);
    const options = { preFilter: 'metrics', preMinSharpness: 5 };
    const { run } = await libraryRun(clip, path.join(parent, 'out'), options);
    const records = await readRecords(run);
    const columns = new FrameColumns();
    columns.appendTable(await tableOf(await frameServer({ [ID]: run }).ask(`${ID}/records`, plain)));
    expect(columns.length).toBe(200);
    const review = { pinned: [3, 60, 61], rejected: [2, 61, 150] };
    for (const [i, record] of records.entries()) {
      if (i % 10 !== 0 || record.sharpness_score === null) continue;
      const open = openCriteria(WEIGHTS);
      const individual: Criteria = {
        ...open,
        mode: 'individual',
        metrics: { ...open.metrics, sharpness: { min: record.sharpness_score, max: null } },
      };
      const overall: Criteria = { ...open, quality: { min: record.quality_score, max: null } };
      for (const criteria of [individual, overall]) {
        const wanted = selectRecords(records, criteria, review).kept.map((kept) => kept.frame_number);
        const found = keptRows(select(columns, criteria, review));
        expect(Array.from(found, (row) => columns.frameNumbers[row])).toEqual(wanted);
      }
    }
  });

  it('carry their faces, whole, from a row on and compressed, and select by them what the command line selects', async () => {
    const of = (n: number) => {
      if (n % 5 === 0) return null;
      const person = n % 2 === 0 ? 'anna' : 'bob';
      return Array.from({ length: n % 4 }, (_, i) =>
        madeFace({
          person,
          distance: ((n * 7 + i * 31) % 100) / 100,
          yaw: (n % 10) / 10 - 0.5,
          embedding: n,
        }),
      );
    };
    const made = await makeRun(temporaryFolder(), { records: 3000, pictures: 0, faces: { of } });
    const records = await readRecords(made.folder);
    const { ask } = frameServer({ [ID]: made.folder });
    const response = await ask(`${ID}/records`, plain);
    const tag = response.headers.get('ETag') ?? '';
    const block = Buffer.from(await response.arrayBuffer());
    const packed = await ask(`${ID}/records`, { headers: { 'Accept-Encoding': 'br' } });
    expect(brotliDecompressSync(Buffer.from(await packed.arrayBuffer())).equals(block)).toBe(true);
    const again = await ask(`${ID}/records`, { headers: { ...plain.headers, 'If-None-Match': tag } });
    expect(again.status).toBe(304);
    const table = decodeTable(new Uint8Array(block).buffer);
    const columns = new FrameColumns();
    const part = await tableOf(await ask(`${ID}/records?from=1000&generation=${table.generation}`, plain));
    columns.appendTable(sliceTable(table, 0, 1000));
    columns.appendTable(part);
    expect(columns.faces.people).toEqual(['bob', 'anna']);
    for (const given of [
      { person: 'anna', maxDistance: 0.5 },
      { maxDistance: 0.07, yaw: { min: -0.2, max: 0.2 } },
      { count: { min: 2, max: 2 } },
    ]) {
      const criteria = faceCriteriaOf(given);
      const wanted = selectRecords(records, criteria).kept.map(({ frame_number }) => frame_number);
      expect(wanted.length).toBeGreaterThan(20);
      const found = keptRows(select(columns, criteria));
      expect(Array.from(found, (row) => columns.frameNumbers[row])).toEqual(wanted);
    }
    const { values, starts } = columns.faces;
    const face = starts[2999] ?? 0;
    expect([...values.box.slice(4 * face, 4 * face + 4)]).toEqual([100.5, 50.25, 300, 290.125]);
    expect(values.embedding[face]).toBe(2999);
  });

  it('come whole, from a row on, compressed as asked for, and not again when nothing has changed', async () => {
    const made = await makeRun(temporaryFolder(), { records: 5000, pictures: 0 });
    const { ask } = frameServer({ [ID]: made.folder });
    const response = await ask(`${ID}/records`, plain);
    expect(response.headers.get('Content-Type')).toBe('application/octet-stream');
    expect(response.headers.get('Cache-Control')).toBe('private, no-cache');
    const block = Buffer.from(await response.arrayBuffer());
    expect(Number(response.headers.get('Content-Length'))).toBe(block.length);
    for (const [encoding, open] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const headers = { 'Accept-Encoding': encoding };
      const packed = await ask(`${ID}/records`, { headers });
      expect(packed.headers.get('Content-Encoding')).toBe(encoding);
      expect(packed.headers.get('Vary')).toBe('Accept-Encoding');
      const bytes = Buffer.from(await packed.arrayBuffer());
      expect(bytes.length).toBeLessThan(block.length * 0.8);
      expect(open(bytes).equals(block)).toBe(true);
      const tag = packed.headers.get('ETag') ?? '';
      const again = await ask(`${ID}/records`, { headers: { ...headers, 'If-None-Match': tag } });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(
        (await ask(`${ID}/records?from=1`, { headers: { ...headers, 'If-None-Match': tag } })).status,
      ).toBe(200);
    }
    const whole = decodeTable(new Uint8Array(block).buffer);
    const part = await tableOf(await ask(`${ID}/records?from=4990&generation=${whole.generation}`, plain));
    expect(part).toMatchObject({ from: 4990, rows: 10, generation: whole.generation });
    expect(part.frameNumber).toEqual(whole.frameNumber.slice(4990));
    expect(part.scores.quality).toEqual(whole.scores.quality.slice(4990));
    expect(await tableOf(await ask(`${ID}/records?from=9000`, plain))).toMatchObject({ from: 5000, rows: 0 });
  });

  it('follow a run that goes on, and begin anew when another one takes its place', async () => {
    const parent = temporaryFolder();
    const made = await makeRun(parent, { records: 3000, pictures: 0 });
    const file = path.join(made.folder, 'metadata.jsonl');
    const text = await readFile(file, 'utf8');
    const lines = text.split('\n').slice(0, -1);
    await writeFile(file, `${lines.slice(0, 1000).join('\n')}\n`);
    const { ask } = frameServer({ [ID]: made.folder });
    const columns = new FrameColumns();
    const first = await tableOf(await ask(`${ID}/records`, plain));
    columns.appendTable(first);
    for (let row = 1000; row < 3000; row += 250) {
      await appendFile(file, `${lines.slice(row, row + 250).join('\n')}\n`);
      const address = `${ID}/records?from=${columns.length}&generation=${first.generation}`;
      const next = await tableOf(await ask(address, plain));
      expect(next).toMatchObject({ from: row, rows: 250, generation: first.generation });
      columns.appendTable(next);
    }
    expect(columns.length).toBe(3000);
    expect(columns.ordered).toBe(true);
    const other = await makeRun(parent, { records: 40, pictures: 0, seed: 2 });
    const anew = await tableOf(await ask(`${ID}/records?from=3000&generation=${first.generation}`, plain));
    expect(anew).toMatchObject({ from: 0, rows: other.counts.processed });
    expect(anew.generation).not.toBe(first.generation);
  });

  it('one by one are the lines of the file', async () => {
    const made = await makeRun(temporaryFolder(), { records: 300, pictures: 0, errors: 0.1 });
    const { ask } = frameServer({ [ID]: made.folder });
    const lines = (await readFile(path.join(made.folder, 'metadata.jsonl'), 'utf8')).split('\n');
    for (const n of [0, 1, 150, 299]) {
      const response = await ask(`${ID}/frames/${n}`);
      expect([response.status, await response.text()]).toEqual([200, lines[n]]);
    }
    for (const [address, status, code] of [
      [`${ID}/frames/300`, 404, 'not_found'],
      ['bbbbbbbbbbbbbbbb/frames/1', 404, 'not_found'],
      ['bbbbbbbbbbbbbbbb/records', 404, 'not_found'],
      [`${ID}/frames/-1`, 400, 'request_invalid'],
      [`${ID}/frames/1.5`, 400, 'request_invalid'],
      [`${ID}/frames/..%2f..%2frun.json`, 400, 'request_invalid'],
      ['..%2f..%2fetc/records', 400, 'request_invalid'],
      [`${ID}/records?from=-1`, 400, 'request_invalid'],
    ] as const) {
      const response = await ask(address);
      expect([response.status, await response.json()], address).toMatchObject([status, { error: { code } }]);
    }
  });

  it('that cannot be read are an error with the line', async () => {
    const made = await makeRun(temporaryFolder(), { records: 10, pictures: 0 });
    await appendFile(path.join(made.folder, 'metadata.jsonl'), '{"frame_number":10}\n');
    const response = await frameServer({ [ID]: made.folder }).ask(`${ID}/records`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      error: { code: 'run_invalid', message: expect.stringMatching(/metadata\.jsonl, line 11/) },
    });
  });
});
