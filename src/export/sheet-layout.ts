/** What decides how a contact sheet is laid out. Lengths are pixels, or points in a PDF. */
export interface SheetInput {
  readonly kind: 'picture' | 'pdf';
  /** Pictures in all. */
  readonly count: number;
  readonly columns: number;
  /** Size of a picture, pixels. */
  readonly picture: { readonly width: number; readonly height: number };
  /** Characters of the longest caption: one entry a part. */
  readonly captions: readonly number[];
}

/** A rectangle, from the top left corner of the sheet. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How the captions stand. */
export interface CaptionLayout {
  /** Size of the letters. */
  readonly size: number;
  /** One part under the other, where they do not fit side by side. */
  readonly stacked: boolean;
  readonly lineHeight: number;
  /** From the picture to the first line. */
  readonly above: number;
}

/** Where everything is on the sheets. */
export interface SheetLayout {
  readonly width: number;
  readonly margin: number;
  /** Sizes of the letters of title and details. */
  readonly titleSize: number;
  readonly detailSize: number;
  readonly columns: number;
  readonly perSheet: number;
  /** Sheets or pages. */
  readonly sheets: number;
  readonly caption: CaptionLayout;
  /** Height of a sheet: pictures end below the last row, pages are all of one height. */
  heightOf(sheet: number): number;
  /** Place of a picture on its sheet. */
  boxOf(place: number): Box;
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

/** Width of an average character in a bold line of digits, in sizes: no caption of the font is wider. */
const CHARACTER = 0.68;
/** Letters between two parts of a caption. */
const CAPTION_GAP = 1.2;

/** A4 landscape in points (ISO 216: 297 mm by 210 mm). */
const A4 = { width: 841.89, height: 595.28 };
/** Highest sheet of pictures: tall as a page upright, and small enough to open anywhere. */
const HIGHEST_SHEET = 3600;
/** Room for the title. */
const NARROWEST_SHEET = 720;

interface Frame {
  readonly width: number;
  readonly margin: number;
  readonly gap: number;
  readonly cell: number;
  /** Height for the rows. */
  readonly room: number;
  readonly top: number;
  readonly bottom: number;
  readonly titleSize: number;
  readonly detailSize: number;
}

function pictureFrame({ columns, picture }: SheetInput): Frame {
  const margin = 56;
  const wanted = clamp(Math.round(2400 / columns), 160, 1280);
  // Small pictures are not blown up more than a readable sheet needs.
  const least = Math.max(160, (NARROWEST_SHEET - 2 * margin) / columns);
  const cell = Math.min(wanted, Math.round(Math.max(least, picture.width)));
  const gap = Math.round(clamp(cell * 0.06, 18, 40));
  const width = 2 * margin + columns * cell + (columns - 1) * gap;
  const scale = clamp(width / 2600, 0.55, 1.1);
  const [titleSize, detailSize] = [Math.round(42 * scale), Math.round(25 * scale)];
  const top = margin + Math.round(titleSize * 1.25 + detailSize * 1.5 + 36 * scale);
  const room = HIGHEST_SHEET - top - margin;
  return { width, margin, gap, cell, room, top, bottom: margin, titleSize, detailSize };
}

function pageFrame({ columns }: SheetInput): Frame {
  const margin = 36;
  const inner = A4.width - 2 * margin;
  const gap = clamp((inner / columns) * 0.07, 3, 16);
  const cell = (inner - (columns - 1) * gap) / columns;
  const [top, bottom] = [margin + 44, margin + 12];
  return {
    width: A4.width,
    margin,
    gap,
    cell,
    room: A4.height - top - bottom,
    top,
    bottom,
    titleSize: 15,
    detailSize: 8.5,
  };
}

function captionLayout({ kind, captions }: SheetInput, cell: number): CaptionLayout {
  const [readable, most] = kind === 'pdf' ? [6, 9] : [10, 26];
  const wanted = clamp(cell * 0.05, readable, most);
  const letters = captions.reduce((sum, length) => sum + length, 0) + CAPTION_GAP * (captions.length - 1);
  const across = letters * CHARACTER;
  // Rather one part under the other than letters that are hard to read.
  const stacked = across * readable > cell;
  const longest = stacked ? Math.max(...captions, 1) * CHARACTER : across;
  const size = captions.length === 0 ? 0 : Math.min(wanted, cell / longest);
  return { size, stacked, lineHeight: size * 1.35, above: size * 0.55 };
}

/** Size of a picture, and what stands below it. */
interface Unit {
  readonly width: number;
  readonly height: number;
  readonly caption: CaptionLayout;
  /** Height of the captions. */
  readonly below: number;
}

function unitWithin(input: SheetInput, { room, cell }: Frame, width: number): Unit {
  const { captions, picture } = input;
  const caption = captionLayout(input, width);
  const lines = captions.length === 0 ? 0 : caption.stacked ? captions.length : 1;
  const below = lines === 0 ? 0 : caption.above + lines * caption.lineHeight;
  const height = Math.min((cell * picture.height) / picture.width, room - below);
  return { width: Math.min(cell, (height * picture.width) / picture.height), height, caption, below };
}

/** Upright pictures that would not fit are narrower than their column, and so are their captions. */
function unitOf(input: SheetInput, page: Frame): Unit {
  const first = unitWithin(input, page, page.cell);
  return first.width < page.cell ? unitWithin(input, page, first.width) : first;
}

/** Rather somewhat smaller pictures than a page of which a row stays empty. */
const SMALLEST_SHARE = 0.82;

/** A page with one row more, where its pictures are not much smaller. */
function filledPage(input: SheetInput, { room, gap }: Frame, unit: Unit, rows: number): Unit | null {
  const height = (room + gap) / (rows + 1) - unit.below - gap;
  if (height < unit.height * SMALLEST_SHARE) return null;
  const width = (height * unit.width) / unit.height;
  const caption = captionLayout(input, width);
  // Narrower captions must not need more lines.
  return caption.stacked === unit.caption.stacked ? { ...unit, width, height, caption } : null;
}

interface Grid {
  readonly unit: Unit;
  readonly rows: number;
  /** From one row to the next. */
  readonly pitch: number;
}

function gridOf(input: SheetInput, page: Frame): Grid {
  const unit = unitOf(input, page);
  const pitchOf = ({ height, below }: Unit) => height + below + page.gap;
  const rows = Math.max(1, Math.floor((page.room + page.gap) / pitchOf(unit) + 1e-9));
  if (input.kind === 'picture') return { unit, rows, pitch: pitchOf(unit) };
  const filled = filledPage(input, page, unit, rows);
  if (filled) return { unit: filled, rows: rows + 1, pitch: pitchOf(filled) };
  // The rows of a page spread over it, as long as they still look like a grid.
  const spare = (page.room + page.gap) / rows - pitchOf(unit);
  return { unit, rows, pitch: pitchOf(unit) + Math.min(spare, page.gap * 1.2) };
}

/** Lays out a contact sheet. */
export function sheetLayout(input: SheetInput): SheetLayout {
  const { kind, count, columns } = input;
  const pdf = kind === 'pdf';
  const round = (value: number) => (pdf ? value : Math.round(value));
  const page = pdf ? pageFrame(input) : pictureFrame(input);
  const { unit, rows, pitch } = gridOf(input, page);
  const picture = { width: Math.max(1, round(unit.width)), height: Math.max(1, round(unit.height)) };
  const inner = page.width - 2 * page.margin;
  const left = page.margin + (columns === 1 ? (inner - picture.width) / 2 : 0);
  const step = columns === 1 ? 0 : (inner - picture.width) / (columns - 1);
  const perSheet = rows * columns;
  return {
    width: round(page.width),
    margin: page.margin,
    titleSize: page.titleSize,
    detailSize: page.detailSize,
    columns,
    perSheet,
    sheets: Math.max(1, Math.ceil(count / perSheet)),
    caption: unit.caption,
    heightOf: (sheet) => {
      if (pdf) return A4.height;
      const here = Math.min(perSheet, count - sheet * perSheet);
      return Math.ceil(page.top + Math.ceil(here / columns) * pitch - page.gap + page.bottom);
    },
    boxOf: (place) => {
      const [column, row] = [place % columns, Math.floor((place % perSheet) / columns)];
      return { x: round(left + column * step), y: round(page.top + row * pitch), ...picture };
    },
  };
}
