import {
  FIT,
  type Point,
  pannedBy,
  type Size,
  scaledAt,
  scaleOf,
  stepped,
  toggled,
  type Zoom,
} from './zoom.ts';

/** Changes how a picture of some size is looked at on a stage of some size. */
export type ZoomChange = (zoom: Zoom, picture: Size, stage: Size) => Zoom;

/** How a stage asks for another zoom. */
export interface StageTarget {
  /** @param alone only this picture, where several move together */
  readonly apply: (change: ZoomChange, alone: boolean) => void;
}

const WHEEL = 1.0018;

/** What pointer and keys do to a stage. Points are in device pixels from its top left corner. */
export class StageControl {
  readonly #target: StageTarget;
  readonly #size: () => Size;
  #pointer: Point | null = null;
  #before: Zoom | null = null;

  /** @param size of the stage, device pixels */
  constructor(target: StageTarget, size: () => Size) {
    this.#target = target;
    this.#size = size;
  }

  /** Where the pointer is; null = elsewhere. */
  get pointer(): Point | null {
    return this.#pointer;
  }

  set pointer(point: Point | null) {
    this.#pointer = point;
  }

  /** The pointer, or the middle. */
  get #point(): Point {
    const { width, height } = this.#size();
    return this.#pointer ?? { x: width / 2, y: height / 2 };
  }

  /** Between all of the picture and 1:1 at the pointer. */
  toggle(): void {
    const point = this.#point;
    this.#target.apply((zoom, picture, stage) => toggled(zoom, point, picture, stage), false);
  }

  /** A level up or down at the pointer. */
  step(direction: 1 | -1): void {
    const point = this.#point;
    this.#target.apply((zoom, picture, stage) => stepped(zoom, direction, point, picture, stage), false);
  }

  /** Nearer or farther by a turn of the wheel. */
  wheel(delta: number): void {
    const point = this.#point;
    this.#target.apply((zoom, picture, stage) => {
      const scale = scaleOf(zoom, picture, stage) * WHEEL ** -delta;
      return scaledAt(zoom, scale, point, picture, stage);
    }, false);
  }

  /** Moved by a drag. */
  drag(delta: Point, alone: boolean): void {
    this.#target.apply((zoom, picture, stage) => pannedBy(zoom, delta, picture, stage), alone);
  }

  /** All of the picture, or 1:1. */
  show(scale: 'fit' | number): void {
    const point = this.#point;
    this.#target.apply(
      (zoom, picture, stage) => (scale === 'fit' ? FIT : scaledAt(zoom, scale, point, picture, stage)),
      false,
    );
  }

  /** 1:1 at the pointer as long as it is held; afterwards as before. */
  peek(held: boolean): void {
    const point = this.#point;
    this.#target.apply((zoom, picture, stage) => {
      if (held) {
        this.#before = zoom;
        return zoom.scale === 'fit' ? toggled(zoom, point, picture, stage) : zoom;
      }
      return this.#before ?? zoom;
    }, false);
  }
}
