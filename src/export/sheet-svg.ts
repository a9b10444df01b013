import type { SheetFonts, SheetWeight } from './sheet-font.ts';

/** How a text stands. */
export interface TextStyle {
  readonly size: number;
  readonly weight: SheetWeight;
  /** #rrggbb */
  readonly color: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Digits of one width. */
  readonly tabular?: boolean;
}

const short = (value: number) => String(Math.round(value * 100) / 100);

/** Texts as an SVG picture of outlines: it looks the same on a machine without any font. */
export class SvgTexts {
  readonly #fonts: SheetFonts;
  readonly #outlines = new Map<string, string>();
  readonly #uses: string[] = [];

  constructor(fonts: SheetFonts) {
    this.#fonts = fonts;
  }

  /**
   * Puts a text on the picture.
   * @param x left edge, right edge or centre, as aligned
   * @param y base line
   */
  write(text: string, x: number, y: number, style: TextStyle): void {
    const { size, weight, color, align = 'left', tabular = false } = style;
    const font = this.#fonts[weight];
    const shift = { left: 0, center: 0.5, right: 1 }[align];
    const scale = size / font.unitsPerEm;
    let pen = 0;
    const glyphs: string[] = [];
    for (const character of text) {
      const { id, path, advance } = font.glyph(character, tabular);
      const name = `${weight[0]}${id}`;
      if (path !== '') {
        this.#outlines.set(name, path);
        glyphs.push(`<use href="#${name}" x="${pen}"/>`);
      }
      pen += advance;
    }
    const left = x - pen * scale * shift;
    const place = `translate(${short(left)} ${short(y)}) scale(${scale} ${-scale})`;
    this.#uses.push(`<g fill="${color}" transform="${place}">${glyphs.join('')}</g>`);
  }

  /** The picture, with nothing behind the texts. */
  toSvg(width: number, height: number): Buffer {
    const outlines = [...this.#outlines].map(([name, path]) => `<path id="${name}" d="${path}"/>`);
    const size = `width="${width}" height="${height}"`;
    return Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" ${size}><defs>${outlines.join('')}</defs>${this.#uses.join('')}</svg>`,
    );
  }
}
