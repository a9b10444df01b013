import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import type { ExportStage } from '../contract/http.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { ManifestFile, ReviewFile, RunFile } from '../contract/run-files.ts';
import type { Criteria } from '../select/criteria.ts';
import type { SelectedRecords } from '../select/select.ts';
import { checkPictures } from './check-pictures.ts';
import { layoutOf, sheetNames, writeContactSheet } from './contact-sheet.ts';
import { conversionOf } from './convert-picture.ts';
import {
  MANIFEST_FILE,
  manifestText,
  type PicturedRecord,
  sidecarsOf,
  writeNewFile,
} from './export-files.ts';
import { type ExportStyle, idleOptions, PLAIN_STYLE } from './export-style.ts';
import { type ExportTarget, prepareTarget } from './export-target.ts';
import { namingOf, pictureNames } from './picture-names.ts';
import { type PlacedFrame, placeFrames } from './place-frames.ts';
import { DISK_FILES, type PictureFiles } from './place-picture.ts';
import {
  type FetchedPictures,
  fetchPictures,
  type MakePictures,
  splitPictureless,
  warnPictureless,
} from './video-pictures.ts';

/** One export. */
export interface ExportRequest {
  /** Path of the run folder. */
  readonly folder: string;
  readonly run: RunFile;
  readonly review: Pick<ReviewFile, 'pinned'>;
  /** What `selectRecords` gave under {@link criteria}. */
  readonly selected: SelectedRecords;
  readonly criteria: Criteria;
  /** A new or empty folder; null = `<run>_exported_<YYYYMMDD_HHMMSS>`. */
  readonly to: string | null;
  /** Where that folder is made; left out = beside the run folder. */
  readonly parent?: string;
  /** Hard links instead of copies. */
  readonly link: boolean;
  /** Format, names, sidecars, contact sheet; left out = pictures as they are, with metadata.jsonl. */
  readonly style?: ExportStyle;
  /** Gives the pictures of pinned frames that the run did not store; without it they are left out. */
  readonly pictures?: MakePictures;
  /** Conversions at the same time; left out = as many as pay. */
  readonly workers?: number;
  /** Name and version of Framesift, for the manifest. */
  readonly tool: ManifestFile['tool'];
  readonly now: Date;
  readonly signal?: AbortSignal;
  /** Told after every picture of every stage. */
  readonly onProgress?: (done: number, total: number, stage: ExportStage) => void;
  /** Other file operations, for tests. */
  readonly files?: PictureFiles;
}

/** What an export made. */
export interface ExportResult {
  /** Absolute path of the export. */
  readonly folder: string;
  /** Pictures exported. */
  readonly count: number;
  /** How many of them were decoded from the video, because the run did not store them. */
  readonly fromVideo: number;
  /** Names of the other files. */
  readonly extraFiles: readonly string[];
  readonly warnings: readonly string[];
}

/** Everything the steps of one export share. */
interface Work {
  readonly request: ExportRequest;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly style: ExportStyle;
  readonly files: PictureFiles;
  readonly signal: AbortSignal;
  readonly target: ExportTarget;
  /** Names of the files that were made, to take them back. */
  readonly made: string[];
}

const hasPicture = (record: FrameRecord): record is PicturedRecord => record.filename !== null;

function describeReasons(selected: SelectedRecords): string {
  const parts = Object.entries(selected.reasons).map(([reason, count]) => `${reason}: ${count}`);
  return parts.length > 0 ? parts.join(', ') : 'the run has no frames';
}

const nothingLeft = (warnings: readonly string[]) =>
  new AppError('nothing_selected', { reasons: warnings.join('; ') });

function warnUnstored(records: readonly FrameRecord[]): string[] {
  const numbers = records.filter((record) => !hasPicture(record)).map((record) => record.frame_number);
  return warnPictureless(numbers, null);
}

function progressOf({ request }: Work, stage: ExportStage, total: number): (done: number) => void {
  return (done) => request.onProgress?.(done, total, stage);
}

/** Gets the pictures of kept frames that the run did not store. */
async function fromVideo(work: Work): Promise<FetchedPictures> {
  const { request, target, files, made, signal } = work;
  const source = request.pictures;
  if (!source) return { paths: new Map(), warnings: warnUnstored(request.selected.kept) };
  const { decodable, warnings } = splitPictureless(request.selected.kept);
  if (decodable.length === 0) return { paths: new Map(), warnings };
  const fetched = await fetchPictures(decodable, {
    source,
    files,
    signal,
    workFolder: target.workFolder,
    made: (name) => made.push(name),
    onProgress: progressOf(work, 'video', decodable.length),
  });
  return { paths: fetched.paths, warnings: [...warnings, ...fetched.warnings] };
}

interface Placing {
  /** In the order of the records. */
  readonly frames: readonly PlacedFrame[];
  /** Under the names of the export. */
  readonly records: readonly PicturedRecord[];
}

/** Which picture goes where under which name. */
async function placingOf(work: Work, paths: ReadonlyMap<number, string>): Promise<Placing> {
  const { request, folder, style } = work;
  const { run, criteria, selected } = request;
  const kept = selected.kept.filter((record) => hasPicture(record) || paths.has(record.frame_number));
  const taken = sheetNames(style, layoutOf(kept, style, criteria, run));
  const names = await pictureNames(kept, namingOf(run, style, criteria, taken));
  const frames: PlacedFrame[] = [];
  const records: PicturedRecord[] = [];
  for (const [place, record] of kept.entries()) {
    const name = names[place] ?? '';
    const decoded = paths.get(record.frame_number);
    const from = decoded ?? join(folder, record.filename ?? '');
    frames.push({ from, name, stored: decoded === undefined });
    records.push({ ...record, filename: name });
  }
  return { frames, records };
}

/** Writes the text files; the manifest last, so that an export with one is complete. */
async function writeTexts(work: Work, { frames, records }: Placing): Promise<string[]> {
  const { request, folder, style, target, made } = work;
  const { run, review, criteria, tool, selected } = request;
  const decoded = records.filter((_, place) => frames[place]?.stored === false);
  const fromVideo = decoded.map((record) => record.frame_number);
  const facts = { run, folder, records, review, criteria, total: selected.total, tool, style, fromVideo };
  const texts = [...sidecarsOf(records, style), { name: MANIFEST_FILE, text: manifestText(facts) }];
  for (const { name, text } of texts) {
    await writeNewFile(join(target.workFolder, name), text);
    made.push(name);
  }
  return texts.map(({ name }) => name);
}

/** Fills the work folder. */
async function fill(work: Work): Promise<Omit<ExportResult, 'folder'>> {
  const { request, style, files, target, made, signal } = work;
  const { link, criteria, run, selected, review, now, tool } = request;
  const fetched = await fromVideo(work);
  const placing = await placingOf(work, fetched.paths);
  if (placing.frames.length === 0) throw nothingLeft(fetched.warnings);
  const conversion = conversionOf(style);
  const { copies } = await placeFrames(placing.frames, {
    ...{ workFolder: target.workFolder, conversion, link, files, signal },
    workers: request.workers ?? null,
    made: (name) => made.push(name),
    onProgress: progressOf(work, 'pictures', placing.frames.length),
  });
  const sheets = await writeContactSheet(placing.records, {
    ...{ style, criteria, run, review, total: selected.total, tool, now, signal },
    workFolder: target.workFolder,
    pictures: placing.frames.map(({ from }) => from),
    made: (name) => made.push(name),
    onProgress: progressOf(work, 'contact-sheet', placing.frames.length),
  });
  for (const path of fetched.paths.values()) await rm(path, { force: true });
  const texts = await writeTexts(work, placing);
  const warnings = [...fetched.warnings, ...idleOptions({ ...style, link })];
  if (link && conversion === null && copies > 0) {
    warnings.push(
      `${copies} pictures were copied, because hard links are not possible between the two folders`,
    );
  }
  const count = placing.frames.length;
  return { count, fromVideo: fetched.paths.size, extraFiles: [...sheets, ...texts], warnings };
}

/**
 * Writes a selected set into a folder of its own: the pictures as they are or converted, what is known of them,
 * contact sheets and manifest.json. The run folder is only read, nothing is overwritten, and a failed export leaves
 * nothing behind.
 * @throws AppError `nothing_selected`, `output_exists`, `picture_missing`, `picture_invalid`, `input_unreadable`,
 * `invalid_option` for names that are not unique, `disk_full`, `output_unwritable`, `cancelled`
 */
export async function exportSelection(request: ExportRequest): Promise<ExportResult> {
  const { selected, style = PLAIN_STYLE, files = DISK_FILES } = request;
  const signal = request.signal ?? new AbortController().signal;
  if (selected.kept.length === 0) {
    throw new AppError('nothing_selected', { reasons: describeReasons(selected) });
  }
  const stored = selected.kept.filter(hasPicture);
  if (stored.length === 0 && !request.pictures) throw nothingLeft(warnUnstored(selected.kept));
  const folder = resolve(request.folder);
  await checkPictures(folder, stored);
  const target = await prepareTarget(folder, request.to, request.now, request.parent);
  const work: Work = { request, folder, style, files, signal, target, made: [] };
  try {
    const result = await fill(work);
    if (signal.aborted) throw new AppError('cancelled');
    return { ...result, folder: await target.finish() };
  } catch (thrown) {
    await target.discard(work.made);
    throw toFileError(thrown, target.folder);
  }
}
