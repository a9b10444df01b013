import { type Placement, type Point, placed, type Size, type Zoom } from './zoom.ts';

/** From this scale on pixels are shown as they are. */
const SHARP_FROM = 2;

/** What is painted on a stage. */
export interface StagePainting {
  /** The picture, or a small one that stands in for it; null = none yet. */
  readonly picture: ImageBitmap | null;
  /** Size of the picture itself. */
  readonly size: Size;
  readonly zoom: Zoom;
}

/** Paints a picture as it is looked at; all sizes in device pixels. */
export function paintStage(canvas: HTMLCanvasElement, { picture, size, zoom }: StagePainting): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!picture) return;
  const { x, y, scale } = placed(zoom, size, canvas);
  const own = picture.width === size.width;
  context.imageSmoothingEnabled = !own || scale < SHARP_FROM;
  context.imageSmoothingQuality = scale < 1 ? 'high' : 'medium';
  context.drawImage(picture, x, y, Math.round(size.width * scale), Math.round(size.height * scale));
}

/** Paints what lies around a point of the stage at 1:1, or twice as large where it is 1:1 already. */
export function paintLoupe(
  canvas: HTMLCanvasElement,
  picture: ImageBitmap,
  { x, y, scale }: Placement,
  point: Point,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const enlarged = scale >= 1 ? scale * 2 : 1;
  const [px, py] = [(point.x - x) / scale, (point.y - y) / scale];
  context.imageSmoothingEnabled = false;
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(
    picture,
    Math.round(canvas.width / 2 - px * enlarged),
    Math.round(canvas.height / 2 - py * enlarged),
    Math.round(picture.width * enlarged),
    Math.round(picture.height * enlarged),
  );
}
