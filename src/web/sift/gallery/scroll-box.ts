import {
  afterScroll,
  furthest,
  isScaled,
  physicalFor,
  physicalHeight,
  type ScrollSpace,
  type ScrollState,
  scrolledTo,
} from './scroll-scale.ts';

/** The scroll bar is put right after so many milliseconds of rest. */
const REST_MS = 150;
const LINE_PIXELS = 40;

/** A box that scrolls over content of any height, also over more than a browser can lay out. */
export class ScrollBox {
  readonly #box: HTMLElement;
  readonly #content: HTMLElement;
  readonly #onMove: () => void;
  #space: ScrollSpace = { content: 0, window: 0, devicePixelRatio: 1 };
  #state: ScrollState = { offset: 0, physical: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onMove told after each move that was not made by {@link moveTo} */
  constructor(box: HTMLElement, content: HTMLElement, onMove: () => void) {
    this.#box = box;
    this.#content = content;
    this.#onMove = onMove;
    box.addEventListener('scroll', this.#scrolled, { passive: true });
    box.addEventListener('wheel', this.#wheeled, { passive: false });
  }

  /** Lets go of the box. */
  close(): void {
    clearTimeout(this.#timer);
    this.#box.removeEventListener('scroll', this.#scrolled);
    this.#box.removeEventListener('wheel', this.#wheeled);
  }

  /** Pixels of the content above the window. */
  get offset(): number {
    return this.#state.offset;
  }

  /** Height of the window. */
  get window(): number {
    return this.#space.window;
  }

  /** Farthest offset. */
  get furthest(): number {
    return furthest(this.#space);
  }

  /** What to add to a place in the content to draw it inside of the box. */
  get origin(): number {
    return this.#state.physical - this.#state.offset;
  }

  /** Takes over other heights, and moves to an offset. */
  resize(content: number, window: number, offset: number): void {
    this.#space = { content, window, devicePixelRatio: globalThis.devicePixelRatio || 1 };
    this.#content.style.height = `${physicalHeight(this.#space)}px`;
    this.moveTo(offset);
  }

  /** Moves to an offset. */
  moveTo(offset: number): void {
    this.#state = scrolledTo(offset, this.#space);
    this.#place();
  }

  #place(): void {
    if (Math.abs(this.#box.scrollTop - this.#state.physical) < 1) {
      if (isScaled(this.#space)) this.#state = { ...this.#state, physical: this.#box.scrollTop };
      return;
    }
    this.#box.scrollTop = this.#state.physical;
    // Browsers round to device pixels; what they made of it is where the content has to stand.
    const physical = this.#box.scrollTop;
    this.#state = isScaled(this.#space) ? { ...this.#state, physical } : { offset: physical, physical };
  }

  readonly #scrolled = (): void => {
    const physical = this.#box.scrollTop;
    if (physical === this.#state.physical) return;
    this.#state = afterScroll(this.#state, physical, this.#space);
    this.#rest();
    this.#onMove();
  };

  readonly #wheeled = (event: WheelEvent): void => {
    if (!isScaled(this.#space) || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE_PIXELS : event.deltaMode === 2 ? this.#space.window : 1;
    this.moveTo(this.#state.offset + event.deltaY * unit);
    this.#onMove();
  };

  #rest(): void {
    clearTimeout(this.#timer);
    if (!isScaled(this.#space)) return;
    this.#timer = setTimeout(() => {
      const physical = physicalFor(this.#state.offset, this.#space);
      if (Math.abs(physical - this.#state.physical) < 1) return;
      this.moveTo(this.#state.offset);
      this.#onMove();
    }, REST_MS);
  }
}
