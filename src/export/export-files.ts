import { open, rm } from 'node:fs/promises';
import { type FrameRecord, serializeRecord } from '../contract/record.ts';
import {
  type ManifestFile,
  type ReviewFile,
  RUN_FILES,
  type RunFile,
  SCHEMA_VERSION,
} from '../contract/run-files.ts';
import { type Criteria, criteriaToOptions } from '../select/criteria.ts';
import { type ExportStyle, styleChanges } from './export-style.ts';
import { csvColumns, csvHeader, csvLine } from './metadata-csv.ts';
import { qualityOfRecord } from './record-quality.ts';

/** Name of the file that tells which frames an export holds, chosen how, from where. */
export const MANIFEST_FILE = 'manifest.json';
/** Name of the table of the exported frames. */
export const CSV_FILE = 'metadata.csv';

/** A record whose picture was written, under the name that the picture has where the record is told. */
export type PicturedRecord = FrameRecord & { readonly filename: string };

/** What a manifest is made of. */
export interface ManifestFacts {
  readonly run: RunFile;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly records: readonly PicturedRecord[];
  readonly review: Pick<ReviewFile, 'pinned'>;
  readonly criteria: Criteria;
  /** All records of the run. */
  readonly total: number;
  /** Name and version of Framesift. */
  readonly tool: ManifestFile['tool'];
  readonly style: ExportStyle;
  /** Numbers of frames that were decoded from the video. */
  readonly fromVideo: readonly number[];
}

/** Records whose lines are made at once: a text of a million lines would hold up everything else. */
const AT_ONCE = 500;

function* inBatches<T>(items: readonly T[], textOf: (items: readonly T[]) => string): Generator<string> {
  for (let from = 0; from < items.length; from += AT_ONCE) yield textOf(items.slice(from, from + AT_ONCE));
}

/** Everything of a manifest but its frames. */
function manifestHead(facts: ManifestFacts): Omit<ManifestFile, 'frames'> {
  const options = styleChanges(facts.style);
  return {
    schema_version: SCHEMA_VERSION,
    tool: facts.tool,
    run: facts.folder,
    source: facts.run.source,
    criteria: criteriaToOptions(facts.criteria),
    total: facts.total,
    ...(Object.keys(options).length > 0 && { options }),
    ...(facts.fromVideo.length > 0 && { from_video: [...facts.fromVideo] }),
  };
}

/** The text of manifest.json, piece by piece; quality is given under the weights of the criteria. */
export function* manifestText(facts: ManifestFacts): Generator<string> {
  const pinned = new Set(facts.review.pinned);
  const frame = (record: PicturedRecord): ManifestFile['frames'][number] => ({
    frame_number: record.frame_number,
    time: record.time,
    pts: record.pts,
    filename: record.filename,
    quality_score: qualityOfRecord(record, facts.criteria.weights),
    pinned: pinned.has(record.frame_number),
  });
  const lines = (record: PicturedRecord) => JSON.stringify([frame(record)], null, 2).slice(2, -2);
  const head = JSON.stringify(manifestHead(facts), null, 2);
  yield `${head.slice(0, -2)},\n  "frames": [`;
  let before = '\n';
  for (const text of inBatches(facts.records, (records) => records.map(lines).join(',\n'))) {
    yield `${before}  ${text.replaceAll('\n', '\n  ')}`;
    before = ',\n';
  }
  yield '\n  ]\n}\n';
}

/** The text files of an export besides the manifest: their names, and their texts piece by piece. */
export function sidecarsOf(
  records: readonly PicturedRecord[],
  { sidecar }: Pick<ExportStyle, 'sidecar'>,
): { readonly name: string; readonly text: Iterable<string> }[] {
  const jsonl = {
    name: RUN_FILES.metadata,
    text: inBatches(records, (batch) => batch.map(serializeRecord).join('')),
  };
  const csv = {
    name: CSV_FILE,
    text: (function* () {
      const columns = csvColumns(records);
      yield csvHeader(columns);
      yield* inBatches(records, (batch) => batch.map((record) => csvLine(record, columns)).join(''));
    })(),
  };
  switch (sidecar) {
    case 'jsonl':
      return [jsonl];
    case 'csv':
      return [csv];
    case 'both':
      return [jsonl, csv];
    case 'none':
      return [];
  }
}

/**
 * Writes a new text file whole or not at all.
 * @throws what the operating system says
 */
export async function writeNewFile(path: string, pieces: Iterable<string>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const piece of pieces) await file.appendFile(piece);
    await file.close();
  } catch (thrown) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw thrown;
  }
}
