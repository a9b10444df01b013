import { readFile } from 'node:fs/promises';
import type { Font } from 'fontkit';

/** A weight of the font of contact sheets. */
export type SheetWeight = 'regular' | 'semibold';

/** A character as it is drawn. */
export interface SheetGlyph {
  readonly id: number;
  /** Outline as SVG path data, in units of the font, y upwards. */
  readonly path: string;
  /** Step to the next character, in units of the font. */
  readonly advance: number;
}

/** Digits of one width, so that columns of numbers stand still. It widens hyphens too, so it is not for names. */
export const TABULAR = 'tnum';
/** Shown for characters that the font does not have. */
const UNKNOWN = '□';

/** One weight of the font that comes with the package (Inter, SIL Open Font License 1.1); no font of the machine is used. */
export class SheetFont {
  /** The file, for embedding. */
  readonly file: Buffer;
  readonly unitsPerEm: number;
  readonly #font: Font;
  readonly #glyphs = new Map<string, SheetGlyph>();

  private constructor(file: Buffer, font: Font) {
    this.file = file;
    this.#font = font;
    this.unitsPerEm = font.unitsPerEm;
  }

  /** Loads a weight. */
  static async load(weight: SheetWeight): Promise<SheetFont> {
    const file = await readFile(new URL(`./fonts/inter-${weight}.ttf`, import.meta.url));
    // Loaded when a sheet is wanted: most exports have none.
    const { create } = await import('fontkit');
    const font = create(file);
    if (!('unitsPerEm' in font)) throw new Error(`inter-${weight}.ttf is no single font`);
    return new SheetFont(file, font);
  }

  /** Whether the font can draw a character. */
  has(character: string): boolean {
    return this.#font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  }

  /** A text of which every character can be drawn. */
  drawable(text: string): string {
    return [...text].map((character) => (this.has(character) ? character : UNKNOWN)).join('');
  }

  /**
   * A character as it is drawn.
   * @param tabular whether digits have one width
   */
  glyph(character: string, tabular: boolean): SheetGlyph {
    const key = tabular ? `${character}${TABULAR}` : character;
    const known = this.#glyphs.get(key);
    if (known) return known;
    const { glyphs, advanceWidth } = this.#font.layout(this.drawable(character), tabular ? [TABULAR] : []);
    const [first] = glyphs;
    const made = { id: first?.id ?? 0, path: first?.path.toSVG() ?? '', advance: advanceWidth };
    this.#glyphs.set(key, made);
    return made;
  }

  /** Width of a text, in the unit of the size. */
  widthOf(text: string, size: number, tabular = false): number {
    let units = 0;
    for (const character of text) units += this.glyph(character, tabular).advance;
    return (units * size) / this.unitsPerEm;
  }

  /** The text, or its beginning and end with … between, as much as fits. */
  fit(text: string, size: number, width: number): string {
    if (this.widthOf(text, size) <= width) return text;
    const characters = [...text];
    for (let left = characters.length - 1; left > 1; left--) {
      const tail = Math.floor(left / 3);
      const shown = `${characters.slice(0, left - tail).join('')}…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
      if (this.widthOf(shown, size) <= width) return shown;
    }
    return '…';
  }
}

/** Both weights. */
export type SheetFonts = Readonly<Record<SheetWeight, SheetFont>>;

let loading: Promise<SheetFonts> | null = null;

/** The fonts of contact sheets, loaded at the first call. */
export function sheetFonts(): Promise<SheetFonts> {
  loading ??= Promise.all([SheetFont.load('regular'), SheetFont.load('semibold')]).then(
    ([regular, semibold]) => ({ regular, semibold }),
  );
  return loading;
}
