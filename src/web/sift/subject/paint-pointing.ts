import type { Placement, Point } from '../frame/zoom.ts';
import type { Box, PointingStep } from './pointing.ts';

/** What is painted over a picture that somebody points at; places in pixels of the picture. */
export interface PaintedPointing {
  readonly steps: readonly PointingStep[];
  /** A box that is being drawn. */
  readonly drawn: Box | null;
  readonly cross: Point | null;
}

const LIGHT = '#ffffff';
const DARK = '#000000';
const RADIUS = 9;
const ARM = 4.5;
const CROSS = 14;

/** A light line between dark ones, which is seen on any picture. */
function stroke(context: CanvasRenderingContext2D, ratio: number, draw: () => void): void {
  for (const [width, style] of [
    [4.5, DARK],
    [2, LIGHT],
  ] as const) {
    context.lineWidth = width * ratio;
    context.strokeStyle = style;
    context.beginPath();
    draw();
    context.stroke();
  }
}

/** A round plus on the subject, a square minus beside it: told by their shapes. */
function paintPoint(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  beside: boolean,
  ratio: number,
): void {
  const radius = RADIUS * ratio;
  context.fillStyle = beside ? DARK : LIGHT;
  const shape = (): void => {
    if (beside) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
    else context.arc(x, y, radius, 0, 2 * Math.PI);
  };
  stroke(context, ratio, shape);
  context.beginPath();
  shape();
  context.fill();
  context.strokeStyle = beside ? LIGHT : DARK;
  context.lineWidth = 2.4 * ratio;
  context.beginPath();
  context.moveTo(x - ARM * ratio, y);
  context.lineTo(x + ARM * ratio, y);
  if (!beside) {
    context.moveTo(x, y - ARM * ratio);
    context.lineTo(x, y + ARM * ratio);
  }
  context.stroke();
}

/**
 * Paints points, boxes and the cross of the keyboard over a picture.
 * @param ratio device pixels a CSS pixel
 */
export function paintPointing(
  canvas: HTMLCanvasElement,
  { steps, drawn, cross }: PaintedPointing,
  { x, y, scale }: Placement,
  ratio: number,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.save();
  const on = (point: Point): Point => ({ x: x + point.x * scale, y: y + point.y * scale });
  const lastBox = steps.findLast((step) => step.kind !== 'point')?.box ?? null;
  for (const [box, dashed] of [[drawn ?? lastBox, drawn !== null]] as const) {
    if (!box) continue;
    const [left, top, right, bottom] = box;
    const corner = on({ x: left, y: top });
    context.setLineDash(dashed ? [6 * ratio, 4 * ratio] : []);
    stroke(context, ratio, () =>
      context.rect(corner.x, corner.y, (right - left) * scale, (bottom - top) * scale),
    );
    context.setLineDash([]);
  }
  for (const step of steps) if (step.kind === 'point') paintPoint(context, on(step.at), step.beside, ratio);
  if (cross) {
    const at = on(cross);
    stroke(context, ratio, () => {
      context.moveTo(at.x - CROSS * ratio, at.y);
      context.lineTo(at.x + CROSS * ratio, at.y);
      context.moveTo(at.x, at.y - CROSS * ratio);
      context.lineTo(at.x, at.y + CROSS * ratio);
    });
  }
  context.restore();
}
