import { describe, expect, it } from 'vitest';
import { serializeRecord } from '../contract/record.ts';
import { type ManifestFile, manifestFileSchema } from '../contract/run-files.ts';
import { openCriteria } from '../select/criteria.ts';
import { madeRecord, RUN_WEIGHTS } from '../select/record.fixture.ts';
import { type ManifestFacts, manifestText, sidecarsOf } from './export-files.ts';
import { PLAIN_STYLE } from './export-style.ts';
import { csvColumns, csvHeader, csvLine } from './metadata-csv.ts';
import { MADE_RUN } from './run.fixture.ts';

const records = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ ...madeRecord(number), filename: `{"${number}"}\n.jpg` }));

const facts = (count: number, given: Partial<ManifestFacts> = {}): ManifestFacts => ({
  run: MADE_RUN,
  folder: '/runs/clip',
  records: records(count),
  review: { pinned: [1] },
  criteria: openCriteria(RUN_WEIGHTS),
  total: 5000,
  tool: { name: 'framesift', version: '1.2.3' },
  style: PLAIN_STYLE,
  fromVideo: [],
  ...given,
});

describe('manifestText', () => {
  it.each([1, 2, 499, 500, 501, 1203])('is JSON with two spaces, for %i frames', (count) => {
    const text = [...manifestText(facts(count))].join('');
    const manifest: ManifestFile = manifestFileSchema.parse(JSON.parse(text));
    expect(manifest.frames).toHaveLength(count);
    expect(text).toBe(`${JSON.stringify(manifest, null, 2)}\n`);
  });

  it('tells options and frames from the video only where there are some', () => {
    const parse = (given: Partial<ManifestFacts>) => JSON.parse([...manifestText(facts(1, given))].join(''));
    expect(Object.keys(parse({}))).toEqual([
      'schema_version',
      'tool',
      'run',
      'source',
      'criteria',
      'total',
      'frames',
    ]);
    const told = parse({ style: { ...PLAIN_STYLE, format: 'png' }, fromVideo: [7] });
    expect(told).toMatchObject({ options: { format: 'png' }, from_video: [7] });
  });
});

describe('sidecarsOf', () => {
  it('tells every record once, in order, however many there are', () => {
    const many = records(1203);
    const [jsonl, csv] = sidecarsOf(many, { sidecar: 'both' }).map(({ text }) => [...text]);
    expect(jsonl?.join('')).toBe(many.map(serializeRecord).join(''));
    const columns = csvColumns(many);
    expect(csv?.join('')).toBe(csvHeader(columns) + many.map((record) => csvLine(record, columns)).join(''));
    expect(jsonl?.length).toBe(3);
  });
});
