import { useRef } from 'react';
import type { ShownFace } from '../faces/shown-faces.ts';
import type { Point, Size } from '../frame/zoom.ts';
import type { MaskLook } from '../masks/paint-mask.ts';
import type { PaintedPointing } from './paint-pointing.ts';
import { type Box, boxBetween } from './pointing.ts';

/** What a stage does while somebody points at the subject on it. */
export interface StagePointing extends Omit<PaintedPointing, 'drawn'> {
  /** The mask that would come of it; null = none by now. */
  readonly mask: ImageBitmap | null;
  readonly look: MaskLook;
  /** @param beside marks what does not belong to the subject; null = whatever is chosen for clicks */
  readonly onPoint: (at: Point, beside: boolean | null) => void;
  readonly onBox: (box: Box) => void;
  readonly onFace: (face: ShownFace) => void;
}

/** How a place of the window lies in the picture. */
export interface PictureSight {
  readonly size: Size;
  /** Pixels of the picture; outside of it too. */
  readonly at: (clientX: number, clientY: number) => Point;
}

/** Farther than this a press is a drag, CSS pixels. */
const STILL = 5;
const RIGHT = 2;

interface Press {
  readonly x: number;
  readonly y: number;
  readonly button: number;
  drags: boolean;
}

/** What the hand needs of the stage. */
interface HandParts {
  readonly sight: () => PictureSight;
  /** The face that is offered at a place of the picture. */
  readonly faceOf: (at: Point) => ShownFace | null;
  /** The box in hand has changed. */
  readonly onDraw: () => void;
}

/**
 * Points and boxes by mouse, pen or finger: a press is a point, with the right button or Alt beside the subject; a drag is a
 * box.
 */
export function usePointingHand(pointing: StagePointing | undefined, parts: HandParts) {
  const { sight, faceOf, onDraw } = parts;
  const press = useRef<Press | null>(null);
  const drawn = useRef<Box | null>(null);
  const end = (): void => {
    press.current = null;
    drawn.current = null;
    onDraw();
  };
  return {
    /** The box in hand. */
    get drawn(): Box | null {
      return drawn.current;
    },
    /** Whether the press is taken; another button moves the picture. */
    down: ({ button, clientX: x, clientY: y }: React.PointerEvent): boolean => {
      if (!pointing || (button !== 0 && button !== RIGHT)) return false;
      press.current = { x, y, button, drags: false };
      return true;
    },
    move: ({ clientX, clientY }: React.PointerEvent): void => {
      const from = press.current;
      if (from?.button !== 0) return;
      from.drags ||= Math.hypot(clientX - from.x, clientY - from.y) > STILL;
      if (!from.drags) return;
      const { at, size } = sight();
      drawn.current = boxBetween(at(from.x, from.y), at(clientX, clientY), size);
      onDraw();
    },
    up: ({ altKey }: React.PointerEvent): void => {
      const from = press.current;
      const box = drawn.current;
      end();
      if (!from || !pointing) return;
      if (from.drags) {
        if (box) pointing.onBox(box);
        return;
      }
      const { at, size } = sight();
      const point = at(from.x, from.y);
      const isInside = point.x >= 0 && point.y >= 0 && point.x < size.width && point.y < size.height;
      if (!isInside) return;
      const beside = from.button === RIGHT || altKey;
      const face = beside ? null : faceOf(point);
      if (face) pointing.onFace(face);
      else pointing.onPoint(point, beside ? true : null);
    },
    cancel: end,
  };
}
