import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { inParallel } from './in-parallel.ts';
import { type SheetFonts, type SheetWeight, TABULAR } from './sheet-font.ts';
import type { SheetLayout } from './sheet-layout.ts';
import { type SheetFrame, TILES_AT_ONCE } from './sheet-picture.ts';
import type { SheetTitle } from './sheet-text.ts';
import { type JpgTile, printTileOf } from './sheet-tile.ts';

/** A PDF to be made. */
export interface PdfTask {
  readonly layout: SheetLayout;
  readonly fonts: SheetFonts;
  readonly title: SheetTitle;
  readonly frames: readonly SheetFrame[];
  /** What made it, for the foot of the pages. */
  readonly tool: string;
  readonly now: Date;
  /** Called after every picture; may throw to stop. */
  readonly onTile: () => void;
}

/** Bytes that may wait for the disk. */
const MOST_WAITING = 8 << 20;

const STRONG = '#1b1e22';
const MUTED = '#565d67';

interface PdfText {
  readonly size: number;
  readonly weight: SheetWeight;
  readonly color: string;
  readonly align: 'left' | 'right' | 'center';
  /** Digits of one width. */
  readonly tabular?: boolean;
}

const dateText = (moment: Date) => {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
};

class PdfPages {
  readonly #doc: PDFKit.PDFDocument;
  readonly #task: PdfTask;

  constructor(doc: PDFKit.PDFDocument, task: PdfTask) {
    this.#doc = doc;
    this.#task = task;
    for (const weight of ['regular', 'semibold'] as const) doc.registerFont(weight, task.fonts[weight].file);
  }

  /** @param y top of the letters' line */
  #write(text: string, x: number, y: number, style: PdfText): void {
    const { size, weight, color, align, tabular = false } = style;
    const font = this.#task.fonts[weight];
    const drawn = font.drawable(text);
    const left = x - font.widthOf(drawn, size, tabular) * { left: 0, center: 0.5, right: 1 }[align];
    this.#doc
      .font(weight, size)
      .fillColor(color)
      .text(drawn, left, y, { lineBreak: false, ...(tabular && { features: [TABULAR] }) });
  }

  #head(page: number): void {
    const { layout, title, fonts, tool, now } = this.#task;
    const { margin, width, titleSize, detailSize, sheets } = layout;
    const inner = width - 2 * margin;
    const detail = { size: detailSize, weight: 'regular', color: MUTED } as const;
    const shown = fonts.semibold.fit(title.title, titleSize, inner);
    this.#write(shown, margin, margin - 4, {
      size: titleSize,
      weight: 'semibold',
      color: STRONG,
      align: 'left',
    });
    const below = margin - 4 + titleSize * 1.35;
    this.#write(fonts.regular.fit(title.details, detailSize, inner), margin, below, {
      ...detail,
      align: 'left',
    });
    const foot = layout.heightOf(page) - margin + 4;
    this.#write(`${tool}  ·  ${dateText(now)}`, margin, foot, { ...detail, align: 'left' });
    this.#write(`Page ${page + 1} of ${sheets}`, width - margin, foot, { ...detail, align: 'right' });
  }

  #frame(place: number, tile: JpgTile, caption: readonly string[]): void {
    const { layout } = this.#task;
    const box = layout.boxOf(place);
    const scale = Math.min(box.width / tile.width, box.height / tile.height);
    const [width, height] = [tile.width * scale, tile.height * scale];
    const [x, y] = [box.x + (box.width - width) / 2, box.y + (box.height - height) / 2];
    this.#doc.image(tile.bytes, x, y, { width, height });
    const { size, stacked, lineHeight, above } = layout.caption;
    for (const [part, text] of caption.entries()) {
      const style =
        part === 0
          ? ({ weight: 'semibold', color: STRONG } as const)
          : ({ weight: 'regular', color: MUTED } as const);
      const last = caption.length - 1;
      const align = stacked || part === 0 ? 'left' : part === last ? 'right' : 'center';
      const left = box.x + { left: 0, center: box.width / 2, right: box.width }[align];
      const top = box.y + box.height + above + (stacked ? part * lineHeight : 0);
      this.#write(text, left, top, { size, align, tabular: true, ...style });
    }
  }

  /** Draws one page. */
  async draw(page: number): Promise<void> {
    const { layout, frames, onTile } = this.#task;
    const here = frames.slice(page * layout.perSheet, (page + 1) * layout.perSheet);
    const tiles: JpgTile[] = [];
    await inParallel(here.entries(), TILES_AT_ONCE, async ([at, { path }]) => {
      tiles[at] = await printTileOf(path, layout.boxOf(at));
      onTile();
    });
    this.#doc.addPage();
    this.#head(page);
    for (const [at, tile] of tiles.entries()) this.#frame(at, tile, here[at]?.caption ?? []);
  }
}

/**
 * Writes a contact sheet as a new PDF: A4 landscape, as many pages as it takes, texts that can be selected. The file
 * is there whole or not at all.
 * @throws AppError `picture_invalid`, what the operating system says, and whatever `onTile` throws
 */
export async function writeSheetPdf(path: string, task: PdfTask): Promise<void> {
  const { default: PdfDocument } = await import('pdfkit');
  const doc = new PdfDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    autoFirstPage: false,
    info: {
      Title: task.title.title,
      Subject: task.title.details,
      Creator: task.tool,
      Producer: task.tool,
      CreationDate: task.now,
    },
  });
  const stop = new AbortController();
  const file = createWriteStream(path, { flags: 'wx' });
  let failure: unknown = null;
  const written = pipeline(doc, file, { signal: stop.signal }).catch((thrown: unknown) => {
    failure ??= thrown;
  });
  const pages = new PdfPages(doc, task);
  try {
    for (let page = 0; page < task.layout.sheets && failure === null; page++) {
      await pages.draw(page);
      while (doc.readableLength > MOST_WAITING && failure === null) await breathe();
    }
    if (failure === null) doc.end();
  } catch (thrown) {
    failure = thrown;
    stop.abort();
  }
  await written;
  if (failure === null) return;
  // A file that stood there before is not ours to remove.
  if (!(failure instanceof Error && 'code' in failure && failure.code === 'EEXIST'))
    await rm(path, { force: true });
  throw failure;
}
