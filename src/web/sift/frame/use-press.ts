import { useEffect, useRef } from 'react';
import type { Point } from './zoom.ts';

/** The pointer moves no farther during a press, CSS pixels. */
const STILL = 4;
/** A second press within this time makes a double click of it, milliseconds. */
const DOUBLE_MS = 260;

/** Tells a press from a drag and from a double click. */
export function usePress(onPress: (at: Point) => void) {
  const start = useRef<Point | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(onPress);
  useEffect(() => {
    latest.current = onPress;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const fire = (at: Point): void => {
    timer.current = setTimeout(() => latest.current(at), DOUBLE_MS);
  };
  return {
    down: ({ clientX, clientY }: React.PointerEvent): void => {
      clearTimeout(timer.current);
      start.current = { x: clientX, y: clientY };
    },
    up: ({ clientX, clientY }: React.PointerEvent): void => {
      const from = start.current;
      start.current = null;
      if (from && Math.hypot(clientX - from.x, clientY - from.y) <= STILL) fire({ x: clientX, y: clientY });
    },
    forget: (): void => clearTimeout(timer.current),
  };
}
