import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { ManifestFile, ReviewFile, RunFile } from '../contract/run-files.ts';
import type { Criteria } from '../select/criteria.ts';
import type { ExportStyle } from './export-style.ts';
import { sheetFonts } from './sheet-font.ts';
import { type SheetLayout, sheetLayout } from './sheet-layout.ts';
import { writeSheetPdf } from './sheet-pdf.ts';
import { type SheetFrame, sheetPicture } from './sheet-picture.ts';
import { captionKinds, captionText, sheetTitle } from './sheet-text.ts';

/** What a contact sheet is made of, besides the records. */
export interface SheetRequest {
  readonly style: ExportStyle;
  readonly criteria: Criteria;
  readonly run: RunFile;
  readonly review: Pick<ReviewFile, 'pinned'>;
  /** All records of the run. */
  readonly total: number;
  readonly tool: ManifestFile['tool'];
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly workFolder: string;
  /** Paths of the pictures, in the order of the records. */
  readonly pictures: readonly string[];
  /** Gets the name of every file that was made, also when it throws. */
  readonly made: (name: string) => void;
  /** Told after every picture. */
  readonly onProgress: (done: number) => void;
}

type SheetRun = Pick<RunFile, 'probe'>;

/** How the contact sheet of some frames is laid out; null = there is none. */
export function layoutOf(
  records: readonly FrameRecord[],
  { contactSheet, sheetColumns, sheetCaptions }: ExportStyle,
  { weights }: Criteria,
  { probe }: SheetRun,
): SheetLayout | null {
  const last = records.at(-1);
  if (contactSheet === 'none' || !last) return null;
  // The last frame has the longest number and time; 100.0 is the longest score.
  const widest = { ...last, sharpness_score: 100, edge_strength_score: 100, contrast_score: 100 };
  const longest = { ...widest, brightness_score: 100, entropy_score: 100 };
  return sheetLayout({
    kind: contactSheet === 'pdf' ? 'pdf' : 'picture',
    count: records.length,
    columns: sheetColumns,
    picture: { width: probe.width, height: probe.height },
    captions: captionKinds(sheetCaptions).map((kind) => captionText(kind, longest, weights).length),
  });
}

/** Names of the files of a contact sheet: one PDF, or as many pictures as it takes. */
export function sheetNames(
  { contactSheet }: Pick<ExportStyle, 'contactSheet'>,
  layout: SheetLayout | null,
): string[] {
  if (layout === null) return [];
  if (contactSheet === 'pdf' || layout.sheets === 1) return [`contact-sheet.${contactSheet}`];
  const digits = String(layout.sheets).length;
  return Array.from(
    { length: layout.sheets },
    (_, sheet) => `contact-sheet-${String(sheet + 1).padStart(digits, '0')}.${contactSheet}`,
  );
}

/** Writes a new file whole or not at all. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' });
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST'))
      await rm(path, { force: true });
    throw thrown;
  }
}

/**
 * Writes the contact sheet that the style asks for, if any.
 * @returns names of its files
 * @throws AppError `cancelled`, `picture_invalid`, and what the operating system says
 */
export async function writeContactSheet(
  records: readonly FrameRecord[],
  request: SheetRequest,
): Promise<string[]> {
  const { style, criteria, run, signal, workFolder, made, onProgress } = request;
  const layout = layoutOf(records, style, criteria, run);
  if (layout === null || style.contactSheet === 'none') return [];
  const names = sheetNames(style, layout);
  const kinds = captionKinds(style.sheetCaptions);
  const frames: SheetFrame[] = records.map((record, place) => ({
    path: request.pictures[place] ?? '',
    caption: kinds.map((kind) => captionText(kind, record, criteria.weights)),
  }));
  const numbers = new Set(request.review.pinned);
  const pinned = records.filter((record) => numbers.has(record.frame_number)).length;
  const title = sheetTitle(run, criteria, { frames: records.length, total: request.total, pinned });
  const fonts = await sheetFonts();
  let done = 0;
  const onTile = () => {
    if (signal.aborted) throw new AppError('cancelled');
    onProgress(++done);
  };
  if (style.contactSheet === 'pdf') {
    const [name = ''] = names;
    const tool = `Framesift ${request.tool.version}`;
    await writeSheetPdf(join(workFolder, name), {
      layout,
      fonts,
      title,
      frames,
      tool,
      now: request.now,
      onTile,
    });
    made(name);
    return names;
  }
  const format = style.contactSheet;
  for (const [sheet, name] of names.entries()) {
    const here = frames.slice(sheet * layout.perSheet, (sheet + 1) * layout.perSheet);
    const bytes = await sheetPicture({ layout, fonts, title, sheet, frames: here, format, onTile });
    await writeNew(join(workFolder, name), bytes);
    made(name);
  }
  return names;
}
