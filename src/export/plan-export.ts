import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import type { ExportPlan } from '../contract/http.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { RunFile } from '../contract/run-files.ts';
import { checkPictures } from './check-pictures.ts';
import { layoutOf, sheetNames } from './contact-sheet.ts';
import { conversionOf } from './convert-picture.ts';
import type { SizeEstimator } from './estimate-size.ts';
import { MANIFEST_FILE, manifestText, type PicturedRecord, sidecarsOf } from './export-files.ts';
import type { ExportRequest } from './export-selection.ts';
import { idleOptions, PLAIN_STYLE } from './export-style.ts';
import { freeName } from './export-target.ts';
import { namingOf, pictureNames } from './picture-names.ts';
import type { SheetLayout } from './sheet-layout.ts';
import { spreadSample } from './spread-sample.ts';
import { splitPictureless, warnPictureless } from './video-pictures.ts';

/** What is to be planned: an export that would be made now. */
export type PlanRequest = Pick<
  ExportRequest,
  'folder' | 'run' | 'review' | 'selected' | 'criteria' | 'parent' | 'link' | 'style' | 'tool' | 'now'
>;

/** Pictures named and shown. */
const FIRST = 12;
/** Records whose lines are measured. */
const MOST_LINES = 50;
/** What a sheet takes besides its pictures, bytes: its fonts and texts. */
const SHEET_BYTES = 20_000;

const hasPicture = (record: FrameRecord): record is PicturedRecord => record.filename !== null;

/** Why pictures cannot come from the source of a run; its contents are compared when it is decoded. */
async function sourceProblem({ source }: RunFile): Promise<AppError | null> {
  const decoding = await import('../run/decode-pictures.ts');
  return decoding.sourceProblem(source);
}

/** The nearest folder above a place that exists. */
async function existingFolder(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    const facts = await stat(folder).catch(() => null);
    if (facts || dirname(folder) === folder) return folder;
  }
}

/** Free bytes where the export would be made; null where the system does not tell. */
async function freeBytes(folder: string): Promise<number | null> {
  const facts = await statfs(folder).catch(() => null);
  return facts ? facts.bavail * facts.bsize : null;
}

async function checkWritable(folder: string): Promise<void> {
  await access(folder, constants.W_OK).catch((thrown: unknown) => {
    throw toFileError(thrown, folder);
  });
}

/** What decides about the bytes of an export. */
interface Sized {
  readonly request: PlanRequest;
  /** Pictures to be written. */
  readonly count: number;
  /** Some of their records, under the names of the export. */
  readonly samples: readonly PicturedRecord[];
  /** Paths of the pictures that the run stored. */
  readonly stored: readonly string[];
  readonly fromVideo: readonly number[];
  readonly layout: SheetLayout | null;
}

/** Bytes of the text files: those of some frames, times how many there are. */
function textBytes({ request, count, samples, fromVideo }: Sized): number {
  const { selected, style = PLAIN_STYLE } = request;
  const facts = { ...request, records: samples, total: selected.total, style, fromVideo };
  const texts = [...sidecarsOf(samples, style).map(({ text }) => text), manifestText(facts)];
  const sample = texts.flatMap((text) => [...text]).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return (sample * count) / samples.length;
}

async function bytesOf(sized: Sized, sizes: SizeEstimator): Promise<number | null> {
  const { request, count, stored, layout } = sized;
  const { style = PLAIN_STYLE, link } = request;
  if (count === 0) return 0;
  // Nothing to measure: the first pictures would have to be decoded.
  if (stored.length === 0) return null;
  const conversion = conversionOf(style);
  const each = await (conversion ? sizes.converted(stored, conversion) : sizes.stored(stored));
  const written = link && conversion === null ? count - stored.length : count;
  const sheet = style.contactSheet;
  const tile = layout && sheet !== 'none' ? await sizes.tiles(stored, sheet, layout) : 0;
  const texts = layout ? SHEET_BYTES * (sheet === 'pdf' ? 1 : layout.sheets) : 0;
  return Math.round(each * written + tile * count + texts + textBytes(sized));
}

/** Missing pictures are told before anything is begun; of many pictures a sample is looked at. */
async function checkSample(folder: string, records: readonly PicturedRecord[]): Promise<void> {
  await checkPictures(folder, spreadSample(records, 400));
}

/**
 * Says exactly what an export would write, and about how much.
 * @throws AppError `picture_missing`, `picture_invalid`, `input_unreadable`, `invalid_option` for names that are not
 * unique, `output_unwritable`
 */
export async function planExport(request: PlanRequest, sizes: SizeEstimator): Promise<ExportPlan> {
  const { run, selected, criteria, link, style = PLAIN_STYLE } = request;
  const folder = resolve(request.folder);
  const target = await freeName(folder, request.parent ?? null, request.now);
  const parent = await existingFolder(dirname(target));
  await checkWritable(parent);
  const stored = selected.kept.filter(hasPicture);
  await checkSample(folder, stored);
  const { decodable, warnings } = splitPictureless(selected.kept);
  const unstored = decodable.map((record) => record.frame_number);
  const problem = unstored.length > 0 ? await sourceProblem(run) : null;
  const fromVideo = problem ? [] : unstored;
  const fetched = new Set(fromVideo);
  const kept = selected.kept.filter((record) => hasPicture(record) || fetched.has(record.frame_number));
  const layout = layoutOf(kept, style, criteria, run);
  const sheets = sheetNames(style, layout);
  const names = await pictureNames(kept, namingOf(run, style, criteria, sheets));
  const places = spreadSample([...kept.keys()], MOST_LINES);
  const samples = places.flatMap((place) => {
    const record = kept[place];
    return record ? [{ ...record, filename: names[place] ?? '' }] : [];
  });
  const sized: Sized = {
    request: { ...request, folder },
    count: kept.length,
    samples,
    stored: stored.map(({ filename }) => join(folder, filename)),
    fromVideo,
    layout,
  };
  const lost = problem ? warnPictureless(unstored, problem.message) : [];
  return {
    folder: target,
    frames: kept.length,
    extra_files:
      kept.length === 0 ? [] : [...sheets, ...sidecarsOf([], style).map(({ name }) => name), MANIFEST_FILE],
    first_names: names.slice(0, FIRST),
    first_frames: kept.slice(0, FIRST).map((record) => record.frame_number),
    bytes: await bytesOf(sized, sizes),
    free_bytes: await freeBytes(parent),
    from_video: fromVideo.length,
    warnings: [...warnings, ...lost, ...idleOptions({ ...style, link })],
  };
}
