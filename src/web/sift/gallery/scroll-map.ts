import { formatFrameNumber } from '../../format/numbers.ts';
import type { Sift } from '../sift.ts';
import classes from './gallery.module.css';
import type { GalleryView } from './gallery-view.ts';

const SHOWN_MS = 900;
/** Below so many windows the bar tells enough. */
const LONG = 3;
const PICTURE_WIDTH = 64;

/** A bubble at the scroll bar, which says where in the video the gallery is while it is scrolled. */
export class ScrollBubble {
  readonly #sift: Sift;
  readonly #view: GalleryView;
  readonly #element = document.createElement('div');
  readonly #text = document.createElement('span');
  readonly #canvas = document.createElement('canvas');
  readonly #end: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(sift: Sift, view: GalleryView, parent: HTMLElement) {
    this.#sift = sift;
    this.#view = view;
    this.#element.className = classes.bubble ?? '';
    this.#element.hidden = true;
    this.#element.setAttribute('aria-hidden', 'true');
    this.#element.append(this.#canvas, this.#text);
    parent.append(this.#element);
    this.#end = view.onMove(() => this.#moved());
  }

  /** Takes it away. */
  close(): void {
    this.#end();
    clearTimeout(this.#timer);
    this.#element.remove();
  }

  #moved(): void {
    if (this.#view.windows < LONG) return;
    const { model } = this.#sift;
    const row = model.shown.value.rowAt(this.#view.seen.first);
    if (row < 0) return;
    const frame = model.data.numberOf(row);
    this.#text.textContent = `${model.nameOf(row)}  ${formatFrameNumber(frame)}`;
    this.#draw(frame);
    this.#element.hidden = false;
    const room = (this.#element.parentElement?.clientHeight ?? 0) - this.#element.offsetHeight;
    this.#element.style.top = `${Math.round(this.#view.progress * room)}px`;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#element.hidden = true;
    }, SHOWN_MS);
  }

  /** Only a picture that is there already: a bubble that rushes by asks for none. */
  #draw(frame: number): void {
    const picture = this.#sift.thumbnails.near({ frame, width: 160 })?.bitmap;
    this.#canvas.hidden = picture === undefined;
    if (!picture) return;
    this.#canvas.width = PICTURE_WIDTH;
    this.#canvas.height = Math.round((PICTURE_WIDTH * picture.height) / picture.width);
    this.#canvas.getContext('2d')?.drawImage(picture, 0, 0, this.#canvas.width, this.#canvas.height);
  }
}

/** Marks beside the scroll bar: where pinned frames lie in the gallery. */
export class ScrollMarks {
  readonly #sift: Sift;
  readonly #canvas = document.createElement('canvas');
  readonly #end: () => void;
  readonly #resized: ResizeObserver;

  constructor(sift: Sift, parent: HTMLElement) {
    this.#sift = sift;
    this.#canvas.className = classes.map ?? '';
    this.#canvas.setAttribute('aria-hidden', 'true');
    parent.append(this.#canvas);
    this.#end = sift.model.shown.subscribe(() => this.#draw());
    this.#resized = new ResizeObserver(() => this.#draw());
    this.#resized.observe(parent);
  }

  /** Takes them away. */
  close(): void {
    this.#end();
    this.#resized.disconnect();
    this.#canvas.remove();
  }

  #draw(): void {
    const { model } = this.#sift;
    const shown = model.shown.value;
    const canvas = this.#canvas;
    canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.fillStyle = getComputedStyle(canvas).getPropertyValue('--fs-pin');
    for (const [frame, verdict] of model.verdicts) {
      const row = verdict === 'pin' ? model.data.columns.rowOf(frame) : -1;
      if (row < 0) continue;
      const y = (shown.placeOf(row) / Math.max(1, shown.length)) * (canvas.height - 3);
      context.fillRect(0, Math.round(y), canvas.width, 3);
    }
  }
}
