import { useCallback, useRef } from 'react';
import { type Chart, ChartCanvas } from '../charts/chart-canvas.tsx';
import { drawOverview, type TimelineDrawing } from './draw-timeline.ts';
import { between, panned, type TimeWindow, timeAt, xOf } from './time-window.ts';
import classes from './timeline.module.css';

interface OverviewProps {
  readonly drawing: TimelineDrawing;
  readonly isWhole: boolean;
  readonly onChoose: (window: TimeWindow) => void;
  readonly onReset: () => void;
}

/** What the pointer holds: an end of the brush, the brush itself, or a new one that begins somewhere. */
type Grip =
  | { readonly kind: 'from' | 'to' }
  | { readonly kind: 'move'; readonly at: number; readonly window: TimeWindow }
  | { readonly kind: 'new'; readonly at: number };

/** Pixels around an end of the brush that take hold of it. */
const REACH = 6;

/** The whole video, with a brush over the part that is shown. */
export function Overview({ drawing, isWhole, onChoose, onReset }: OverviewProps) {
  const { window, frames } = drawing;
  const { whole } = frames;
  const ref = useRef<HTMLDivElement>(null);
  const grip = useRef<Grip | null>(null);
  const place = (event: React.PointerEvent) => {
    const box = ref.current?.getBoundingClientRect();
    const [left, width] = [box?.left ?? 0, box?.width ?? 1];
    return { x: event.clientX - left, width, time: timeAt(event.clientX - left, whole, width) };
  };
  const gripAt = (event: React.PointerEvent): Grip => {
    const { x, width, time } = place(event);
    if (isWhole) return { kind: 'new', at: time };
    const [from, to] = [xOf(window.from, whole, width), xOf(window.to, whole, width)];
    if (Math.abs(x - from) <= REACH) return { kind: 'from' };
    if (Math.abs(x - to) <= REACH) return { kind: 'to' };
    return x > from && x < to ? { kind: 'move', at: time, window } : { kind: 'new', at: time };
  };
  const drag = (event: React.PointerEvent): void => {
    const held = grip.current;
    if (!held) return;
    const { time } = place(event);
    if (held.kind === 'move') onChoose(panned(held.window, time - held.at, whole));
    else if (held.kind === 'new') onChoose(between(held.at, time, whole));
    else onChoose(between(held.kind === 'from' ? window.to : window.from, time, whole));
  };
  const draw = useCallback((target: Chart) => drawOverview(target, drawing), [drawing]);
  const part = (time: number): string => `${xOf(time, whole, 100)}%`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys + and - of the timeline choose the part too
    <div
      className={classes.overview}
      ref={ref}
      onPointerDown={(event) => {
        grip.current = gripAt(event);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        grip.current = null;
      }}
      onDoubleClick={onReset}
    >
      <ChartCanvas draw={draw} />
      {!isWhole && (
        <div
          className={classes.brush}
          style={{ left: part(window.from), right: `calc(100% - ${part(window.to)})` }}
        />
      )}
    </div>
  );
}
