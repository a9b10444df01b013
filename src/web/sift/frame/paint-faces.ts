import { faceWords, type ShownFace } from '../faces/shown-faces.ts';
import type { Placement, Point } from './zoom.ts';

/** Boxes of so many CSS pixels and more have room for their words. */
const ROOM_FOR_WORDS = 64;
/** From this width on the points are seen apart, CSS pixels. */
const ROOM_FOR_POINTS = 120;
const LABEL = { height: 18, pad: 5, font: 12 };

/** Seen on any picture: a light line between dark ones. A face that is the person is green; words say it too. */
const LIGHT = '#ffffff';
const SAME = '#6fe0a8';
const DARK = 'rgb(0 0 0 / 72%)';

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Faces as they are painted: what the columns say, and the points where they are known by now. */
export interface PaintedFaces {
  readonly faces: readonly ShownFace[];
  /** Five points a face, in pixels of the picture; null = not known. */
  readonly points: readonly (readonly (readonly [number, number])[] | null)[] | null;
}

/** Where a face lies on the stage, device pixels. */
export function faceRect({ box }: ShownFace, { x, y, scale }: Placement): Rect {
  const [left, top, right, bottom] = box;
  return {
    x: x + left * scale,
    y: y + top * scale,
    width: (right - left) * scale,
    height: (bottom - top) * scale,
  };
}

/** The face under a point of the stage, the smallest where several are; null = none. */
export function faceAt(faces: readonly ShownFace[], placement: Placement, point: Point): ShownFace | null {
  const hit = faces.filter((face) => {
    const { x, y, width, height } = faceRect(face, placement);
    return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
  });
  const size = ({ box: [left, top, right, bottom] }: ShownFace) => (right - left) * (bottom - top);
  return hit.toSorted((a, b) => size(a) - size(b))[0] ?? null;
}

const meet = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function strokeBox(context: CanvasRenderingContext2D, face: ShownFace, rect: Rect, ratio: number): void {
  const x = Math.round(rect.x);
  const y = Math.round(rect.y);
  const [width, height] = [Math.round(rect.width), Math.round(rect.height)];
  context.setLineDash(face.weak ? [5 * ratio, 4 * ratio] : []);
  context.lineWidth = 4 * ratio;
  context.strokeStyle = DARK;
  context.strokeRect(x, y, width, height);
  context.lineWidth = 2 * ratio;
  context.strokeStyle = face.same ? SAME : LIGHT;
  context.strokeRect(x, y, width, height);
  context.setLineDash([]);
}

/** Above the box, else below it, else within: where it is seen. */
function labelTop(rect: Rect, height: number, room: number, ratio: number): number {
  const above = rect.y - height - ratio;
  if (above >= 0) return above;
  const below = rect.y + rect.height + ratio;
  return below + height <= room ? below : Math.max(0, rect.y + 2 * ratio);
}

const isSeen = (rect: Rect, { width, height }: HTMLCanvasElement): boolean =>
  meet(rect, { x: 0, y: 0, width, height });

/** The first of some texts whose label is free of the others; shorter ones come later. */
function placeLabel(
  context: CanvasRenderingContext2D,
  texts: readonly string[],
  rect: Rect,
  { taken, ratio }: { readonly taken: readonly Rect[]; readonly ratio: number },
): { readonly text: string; readonly at: Rect } | null {
  const height = LABEL.height * ratio;
  for (const text of texts) {
    const width = context.measureText(text).width + 2 * LABEL.pad * ratio;
    const y = labelTop(rect, height, context.canvas.height, ratio);
    const x = Math.max(0, Math.min(rect.x - ratio, context.canvas.width - width));
    const at = { x: Math.round(x), y: Math.round(y), width, height };
    if (!taken.some((other) => meet(at, other))) return { text, at };
  }
  return null;
}

function paintPoints(
  context: CanvasRenderingContext2D,
  points: readonly (readonly [number, number])[],
  { x, y, scale }: Placement,
  ratio: number,
): void {
  for (const [px, py] of points) {
    for (const [radius, style] of [
      [3.5, DARK],
      [2.2, LIGHT],
    ] as const) {
      context.beginPath();
      context.arc(x + px * scale, y + py * scale, radius * ratio, 0, 2 * Math.PI);
      context.fillStyle = style;
      context.fill();
    }
  }
}

/**
 * Paints boxes, words and points of faces over a picture.
 * @param ratio device pixels a CSS pixel
 */
export function paintFaces(
  canvas: HTMLCanvasElement,
  { faces, points }: PaintedFaces,
  placement: Placement,
  ratio: number,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.save();
  context.font = `600 ${LABEL.font * ratio}px 'Inter Variable', system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const taken: Rect[] = [];
  for (const face of faces) strokeBox(context, face, faceRect(face, placement), ratio);
  for (const face of faces) {
    const rect = faceRect(face, placement);
    if (!isSeen(rect, canvas)) continue;
    const own = points?.[face.face];
    if (own && rect.width >= ROOM_FOR_POINTS * ratio) paintPoints(context, own, placement, ratio);
    const number = faces.length > 1 ? String(face.face + 1) : '';
    const words = faceWords(face);
    const full = [number, words].filter(Boolean).join(' ');
    const roomy = rect.width >= ROOM_FOR_WORDS * ratio || canvas.width >= 500 * ratio;
    const label = placeLabel(context, (roomy ? [full, number] : [number]).filter(Boolean), rect, {
      taken,
      ratio,
    });
    if (!label) continue;
    taken.push(label.at);
    context.fillStyle = DARK;
    context.fillRect(label.at.x, label.at.y, label.at.width, label.at.height);
    context.fillStyle = face.same ? SAME : LIGHT;
    context.fillText(label.text, label.at.x + LABEL.pad * ratio, label.at.y + label.at.height / 2);
  }
  context.restore();
}
