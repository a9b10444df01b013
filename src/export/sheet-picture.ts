import { imageLibrary } from '../run/image-library.ts';
import { inParallel } from './in-parallel.ts';
import type { SheetFonts } from './sheet-font.ts';
import type { SheetLayout } from './sheet-layout.ts';
import { SvgTexts } from './sheet-svg.ts';
import type { SheetTitle } from './sheet-text.ts';
import { SHEET_JPG, SHEET_PNG, type Tile, tileOf } from './sheet-tile.ts';

/** A picture of a contact sheet with its caption. */
export interface SheetFrame {
  /** Path of the picture. */
  readonly path: string;
  /** Parts of the caption, in order. */
  readonly caption: readonly string[];
}

/** One sheet to be made. */
export interface SheetTask {
  readonly layout: SheetLayout;
  readonly fonts: SheetFonts;
  readonly title: SheetTitle;
  /** From 0. */
  readonly sheet: number;
  /** The frames of this sheet. */
  readonly frames: readonly SheetFrame[];
  readonly format: 'jpg' | 'png';
  /** Called after every picture; may throw to stop. */
  readonly onTile: () => void;
}

/** Small pictures made at the same time. */
export const TILES_AT_ONCE = 4;

// The stage of the web app's dark theme: neutral, so that it does not colour the eye.
const CANVAS = [0x16, 0x16, 0x16] as const;
const STRONG = '#e8eaed';
const MUTED = '#a7aeb8';

/** Copies a small picture into the middle of a box of the sheet. */
function place(
  sheet: Buffer,
  sheetWidth: number,
  tile: Tile,
  box: { x: number; y: number; width: number; height: number },
): void {
  const left = Math.round(box.x + (box.width - tile.width) / 2);
  const top = Math.round(box.y + (box.height - tile.height) / 2);
  const row = tile.width * 3;
  for (let y = 0; y < tile.height; y++) {
    sheet.set(tile.pixels.subarray(y * row, (y + 1) * row), ((top + y) * sheetWidth + left) * 3);
  }
}

function writeTitle(texts: SvgTexts, { layout, fonts, title, sheet }: SheetTask): void {
  const { margin, width, titleSize, detailSize, sheets } = layout;
  const base = margin + titleSize * 0.9;
  const page = sheets > 1 ? `${sheet + 1} / ${sheets}` : '';
  const pageWidth = page === '' ? 0 : fonts.regular.widthOf(page, detailSize) + detailSize * 2;
  const inner = width - 2 * margin;
  const bold = { size: titleSize, weight: 'semibold', color: STRONG } as const;
  const plain = { size: detailSize, weight: 'regular', color: MUTED } as const;
  texts.write(fonts.semibold.fit(title.title, titleSize, inner - pageWidth), margin, base, bold);
  texts.write(page, width - margin, base, { ...plain, align: 'right' });
  const second = base + titleSize * 0.35 + detailSize * 1.15;
  texts.write(fonts.regular.fit(title.details, detailSize, inner), margin, second, plain);
}

function writeCaption(texts: SvgTexts, layout: SheetLayout, place: number, caption: readonly string[]): void {
  const box = layout.boxOf(place);
  const { size, stacked, lineHeight, above } = layout.caption;
  const base = box.y + box.height + above + lineHeight * 0.82;
  const [first, other] = [
    { size, tabular: true, weight: 'semibold', color: STRONG },
    { size, tabular: true, weight: 'regular', color: MUTED },
  ] as const;
  for (const [part, text] of caption.entries()) {
    const style = part === 0 ? first : other;
    if (stacked) {
      texts.write(text, box.x, base + part * lineHeight, style);
      continue;
    }
    const last = caption.length - 1;
    const align = part === 0 ? 'left' : part === last ? 'right' : 'center';
    const x = box.x + { left: 0, center: box.width / 2, right: box.width }[align];
    texts.write(text, x, base, { ...style, align });
  }
}

/**
 * Makes one contact sheet as a picture.
 * @throws AppError `picture_invalid`; whatever `onTile` throws
 */
export async function sheetPicture(task: SheetTask): Promise<Buffer> {
  const { layout, frames, fonts, format, onTile } = task;
  const { width } = layout;
  const height = layout.heightOf(task.sheet);
  const pixels = Buffer.alloc(width * height * 3);
  for (let i = 0; i < pixels.length; i += 3) pixels.set(CANVAS, i);
  const texts = new SvgTexts(fonts);
  writeTitle(texts, task);
  for (const [place, { caption }] of frames.entries()) writeCaption(texts, layout, place, caption);
  await inParallel(frames.entries(), TILES_AT_ONCE, async ([at, { path }]) => {
    const box = layout.boxOf(at);
    place(pixels, width, await tileOf(path, box), box);
    onTile();
  });
  const sharp = await imageLibrary();
  const image = sharp(pixels, { raw: { width, height, channels: 3 } })
    .composite([{ input: texts.toSvg(width, height), left: 0, top: 0 }])
    .removeAlpha()
    .toColourspace('srgb');
  return format === 'png' ? image.png(SHEET_PNG).toBuffer() : image.jpeg(SHEET_JPG).toBuffer();
}
