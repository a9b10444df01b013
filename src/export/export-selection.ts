import { join, resolve } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import type { FrameRecord } from '../contract/record.ts';
import { type ManifestFile, type ReviewFile, RUN_FILES, type RunFile } from '../contract/run-files.ts';
import type { Criteria } from '../select/criteria.ts';
import type { SelectedRecords } from '../select/select.ts';
import { checkPictures } from './check-pictures.ts';
import {
  MANIFEST_FILE,
  manifestText,
  metadataText,
  type PicturedRecord,
  writeNewFile,
} from './export-files.ts';
import { prepareTarget } from './export-target.ts';
import { DISK_FILES, type PictureFiles, placePicture } from './place-picture.ts';

/** One export. */
export interface ExportRequest {
  /** Path of the run folder. */
  readonly folder: string;
  readonly run: RunFile;
  readonly review: Pick<ReviewFile, 'pinned'>;
  /** What `selectRecords` gave under {@link criteria}. */
  readonly selected: SelectedRecords;
  readonly criteria: Criteria;
  /** A new or empty folder; null = `<run>_exported_<YYYYMMDD_HHMMSS>` beside the run folder. */
  readonly to: string | null;
  /** Hard links instead of copies. */
  readonly link: boolean;
  /** Name and version of Framesift, for the manifest. */
  readonly tool: ManifestFile['tool'];
  readonly now: Date;
  readonly signal?: AbortSignal;
  /** Told after every picture. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Other file operations, for tests. */
  readonly files?: PictureFiles;
}

/** What an export made. */
export interface ExportResult {
  /** Absolute path of the export. */
  readonly folder: string;
  /** Pictures exported. */
  readonly count: number;
  readonly warnings: readonly string[];
}

/** Pictures placed at the same time; enough to keep a disk busy. */
const PARALLEL = 8;

const hasPicture = (record: FrameRecord): record is PicturedRecord => record.filename !== null;

function describeReasons(selected: SelectedRecords): string {
  const parts = Object.entries(selected.reasons).map(([reason, count]) => `${reason}: ${count}`);
  return parts.length > 0 ? parts.join(', ') : 'the run has no frames';
}

function warnPictureless(records: readonly FrameRecord[]): string[] {
  const numbers = records.filter((record) => !hasPicture(record)).map((record) => record.frame_number);
  if (numbers.length === 0) return [];
  const named = numbers.slice(0, 10).join(', ') + (numbers.length > 10 ? ', …' : '');
  const [subject, verb] = numbers.length === 1 ? ['pinned frame has', 'was'] : ['pinned frames have', 'were'];
  return [`${numbers.length} ${subject} no picture in the run folder and ${verb} not copied: ${named}`];
}

/** Places every picture; `placed` names those that are there, also when it throws. */
async function placeAll(
  request: ExportRequest,
  records: readonly PicturedRecord[],
  workFolder: string,
  placed: string[],
): Promise<{ copies: number }> {
  const { folder, link, signal, onProgress, files = DISK_FILES } = request;
  const queue = records.values();
  let copies = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    try {
      for (const { filename } of queue) {
        if (failed) return;
        if (signal?.aborted) throw new AppError('cancelled');
        const how = await placePicture(join(folder, filename), join(workFolder, filename), link, files);
        if (how === 'copied') copies++;
        placed.push(filename);
        onProgress?.(placed.length, records.length);
      }
    } catch (thrown) {
      failed = true;
      throw thrown;
    }
  };
  // Every worker has come to rest before the caller tidies up.
  const outcomes = await Promise.allSettled(Array.from({ length: PARALLEL }, work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return { copies };
}

/**
 * Writes a selected set into a folder of its own: the pictures under their names, their lines of metadata.jsonl and
 * manifest.json. The run folder is only read, nothing is overwritten, and a failed export leaves nothing behind.
 * @throws AppError `nothing_selected`, `output_exists`, `picture_missing`, `input_unreadable`, `disk_full`,
 * `output_unwritable`, `cancelled`
 */
export async function exportSelection(request: ExportRequest): Promise<ExportResult> {
  const { selected } = request;
  if (selected.kept.length === 0) {
    throw new AppError('nothing_selected', { reasons: describeReasons(selected) });
  }
  const records = selected.kept.filter(hasPicture);
  const warnings = warnPictureless(selected.kept);
  if (records.length === 0) throw new AppError('nothing_selected', { reasons: warnings.join('; ') });

  const folder = resolve(request.folder);
  await checkPictures(folder, records);
  const target = await prepareTarget(folder, request.to, request.now);
  const { workFolder } = target;
  const placed: string[] = [];
  const writeText = async (name: string, text: string): Promise<void> => {
    await writeNewFile(join(workFolder, name), text);
    placed.push(name);
  };
  try {
    const { copies } = await placeAll({ ...request, folder }, records, workFolder, placed);
    if (request.link && copies > 0) {
      warnings.push(
        `${copies} pictures were copied, because hard links are not possible between the two folders`,
      );
    }
    await writeText(RUN_FILES.metadata, metadataText(records));
    const { run, review, criteria, tool } = request;
    const manifest = { run, folder, records, review, criteria, total: selected.total, tool };
    await writeText(MANIFEST_FILE, manifestText(manifest));
    if (request.signal?.aborted) throw new AppError('cancelled');
    return { folder: await target.finish(), count: records.length, warnings };
  } catch (thrown) {
    await target.discard(placed);
    throw toFileError(thrown, target.folder);
  }
}
