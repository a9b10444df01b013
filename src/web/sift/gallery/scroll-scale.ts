/** Tallest box that every browser draws, device pixels (measured: Chromium 33.5M, Firefox 17.9M). */
const TALLEST = 15_000_000;

/** Jumps beyond so many windows come from dragging the scroll bar. */
const DRAG_WINDOWS = 4;

/** The heights that decide how far the content and its box scroll, CSS pixels. */
export interface ScrollSpace {
  /** Of the content, if it were drawn in full. */
  readonly content: number;
  /** Of the window onto it. */
  readonly window: number;
  readonly devicePixelRatio: number;
}

/** Where content and box are scrolled to; the same as long as the content is not too tall. */
export interface ScrollState {
  /** Of the content: 0 .. content - window. */
  readonly offset: number;
  /** Of the box, as the browser has it. */
  readonly physical: number;
}

/** Height of the box that scrolls. */
export function physicalHeight({ content, devicePixelRatio }: ScrollSpace): number {
  return Math.min(content, Math.floor(TALLEST / Math.max(1, devicePixelRatio)));
}

/** Whether the box is lower than the content. */
export function isScaled(space: ScrollSpace): boolean {
  return physicalHeight(space) < space.content;
}

/** Farthest offset of the content. */
export function furthest({ content, window }: ScrollSpace): number {
  return Math.max(0, content - window);
}

const physicalFurthest = (space: ScrollSpace): number => Math.max(0, physicalHeight(space) - space.window);

const clamped = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** Where the box stands for an offset, so that the thumb of the scroll bar tells the truth. */
export function physicalFor(offset: number, space: ScrollSpace): number {
  const most = furthest(space);
  if (!isScaled(space)) return clamped(offset, most);
  return most === 0 ? 0 : Math.round((clamped(offset, most) / most) * physicalFurthest(space));
}

/** The state at an offset. */
export function scrolledTo(offset: number, space: ScrollSpace): ScrollState {
  const within = clamped(offset, furthest(space));
  return { offset: within, physical: physicalFor(within, space) };
}

/**
 * The state after the browser has moved the box: small moves (keys, touch, the arrows of the bar) move the content
 * by as much; large ones are the bar being dragged and take the ratio.
 */
export function afterScroll(before: ScrollState, physical: number, space: ScrollSpace): ScrollState {
  if (!isScaled(space)) return { offset: clamped(physical, furthest(space)), physical };
  const most = physicalFurthest(space);
  if (physical <= 0) return { offset: 0, physical };
  if (physical >= most) return { offset: furthest(space), physical };
  const delta = physical - before.physical;
  if (Math.abs(delta) > DRAG_WINDOWS * space.window) {
    return { offset: (physical / most) * furthest(space), physical };
  }
  return { offset: clamped(before.offset + delta, furthest(space)), physical };
}
