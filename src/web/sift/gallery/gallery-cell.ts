import type { FrameFacts } from '../frame-facts.ts';
import type { Thumbnail } from '../pictures/thumbnail.ts';
import { REASON_WORD } from '../words.ts';
import classes from './gallery.module.css';

/** What a cell shows of its frame. */
export interface CellContent {
  readonly facts: FrameFacts;
  readonly name: string;
  readonly value: string;
  /** Who is on it, or how many faces; may be empty. */
  readonly faces: string;
  readonly selected: boolean;
  readonly focused: boolean;
  readonly column: number;
}

/** How far the picture of a cell is. */
export type PictureState = 'ready' | 'near' | 'loading' | 'broken' | 'none';

/** How a cell draws its picture. */
export interface CellDrawing {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** `arrives`: it has come while the cell was seen; `resized`: roughly, as the size is about to change again. */
  readonly how: 'plain' | 'arrives' | 'resized';
}

const FADE_MS = 80;

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className?: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  return made;
}

/** Id of the cell of a row, for `aria-activedescendant`. */
export function cellId(row: number): string {
  return `frame-cell-${row}`;
}

/** One cell of the gallery: made once, given another frame again and again. */
export class GalleryCell {
  readonly element = element('div', classes.cell);
  readonly #picture = element('div', classes.picture);
  readonly #canvas = element('canvas', classes.canvas);
  readonly #badge = element('span', classes.badge);
  readonly #reason = element('span', classes.reason);
  readonly #faces = element('span', classes.faces);
  readonly #time = element('span', classes.time);
  readonly #value = element('span', classes.value);
  #broken: HTMLElement | null = null;
  #state: PictureState | null = null;
  #seen = '';
  /** Row of the frame; -1 = none. */
  row = -1;
  /** Number of the frame. */
  frame = -1;

  constructor() {
    this.element.setAttribute('role', 'gridcell');
    this.#canvas.setAttribute('aria-hidden', 'true');
    const caption = element('div', classes.caption);
    caption.append(this.#time, this.#value);
    this.#picture.append(this.#canvas, this.#badge, this.#reason, this.#faces);
    this.element.append(this.#picture, caption);
  }

  /** Where the buttons under the pointer are put. */
  get picture(): HTMLElement {
    return this.#picture;
  }

  /** Shows nothing. */
  hide(): void {
    this.row = -1;
    this.frame = -1;
    this.#seen = '';
    this.element.hidden = true;
    this.element.removeAttribute('id');
  }

  /**
   * Shows a frame.
   * @returns whether it is another one than before, so that its picture has to be drawn
   */
  show({ facts, name, value, faces, selected, focused, column }: CellContent): boolean {
    const other = facts.row !== this.row || facts.frame !== this.frame;
    const seen = `${name}|${value}|${faces}|${selected}|${focused}`;
    if (!other && seen === this.#seen) return false;
    this.#seen = seen;
    const { element: cell } = this;
    if (other) {
      this.row = facts.row;
      this.frame = facts.frame;
      cell.hidden = false;
      cell.id = cellId(facts.row);
      cell.dataset.row = String(facts.row);
      cell.dataset.frame = String(facts.frame);
    }
    cell.setAttribute('aria-colindex', String(column + 1));
    cell.setAttribute('aria-label', name);
    cell.setAttribute('aria-selected', String(selected));
    cell.toggleAttribute('data-focused', focused);
    cell.toggleAttribute('data-dropped', facts.reason !== null);
    cell.dataset.verdict = facts.verdict ?? 'none';
    this.#time.textContent = facts.place;
    this.#value.textContent = value;
    this.#badge.textContent =
      facts.verdict === 'pin' ? 'Pinned' : facts.verdict === 'reject' ? 'Rejected' : '';
    const reason = facts.reason !== null && facts.reason !== 'manual' ? REASON_WORD[facts.reason] : '';
    this.#reason.textContent = reason;
    if (this.#faces.textContent !== faces) this.#faces.textContent = faces;
    return other;
  }

  /**
   * Draws a picture, or none; pictures of another shape keep it.
   */
  draw(picture: Thumbnail | null, state: PictureState, { width, height, how }: CellDrawing): void {
    if (this.#state !== state) {
      this.#state = state;
      this.element.dataset.picture = state;
      this.#showBroken(state);
    }
    const canvas = this.#canvas;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext('2d');
    if (!context) return;
    context.clearRect(0, 0, width, height);
    if (!picture) return;
    const scale = Math.min(width / picture.width, height / picture.height);
    const [w, h] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    // A picture that is off by a pixel through rounding fills its cell.
    const [dw, dh] = [width - w < 3 ? width : w, height - h < 3 ? height : h];
    const [x, y] = [(width - dw) >> 1, (height - dh) >> 1];
    if (how === 'resized') context.drawImage(picture.bitmap, x, y, dw, dh);
    else context.drawImage(picture.fitted(dw, dh), x, y);
    if (how === 'arrives' && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      canvas.animate([{ opacity: 0 }, { opacity: 1 }], FADE_MS);
    }
  }

  /** Says what is wrong with a picture, and offers to try it again. */
  #showBroken(state: PictureState): void {
    this.#broken?.remove();
    this.#broken = null;
    if (state !== 'broken' && state !== 'none') return;
    const notice = element('span', classes.notice);
    if (state === 'none') notice.textContent = 'No picture';
    else {
      const button = element('button', classes.retry);
      button.type = 'button';
      button.tabIndex = -1;
      button.dataset.action = 'retry';
      button.textContent = 'Try again';
      notice.append('No picture', button);
    }
    this.#broken = notice;
    this.#picture.append(notice);
  }
}
