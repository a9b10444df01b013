import type { Placement, Size } from '../frame/zoom.ts';

/** How the subject is told from the rest: coloured, or alone on a checkered ground. */
export interface MaskLook {
  readonly cutOut: boolean;
  /** 0 = as if there was no mask, 1 = nothing is seen through. */
  readonly opacity: number;
}

/** The colour over the subject: rare in pictures, and told from the colours of faces and verdicts. */
const TINT = '#e040fb';
/** Squares of the ground of a cut-out, CSS pixels. */
const SQUARE = 8;
const CHECKERS = ['#b9b9b9', '#e6e6e6'] as const;

function fillCheckers(
  context: OffscreenCanvasRenderingContext2D,
  { width, height }: Size,
  square: number,
): void {
  const tile = new OffscreenCanvas(2 * square, 2 * square);
  const inTile = tile.getContext('2d');
  if (!inTile) return;
  const [dark, light] = CHECKERS;
  inTile.fillStyle = light;
  inTile.fillRect(0, 0, 2 * square, 2 * square);
  inTile.fillStyle = dark;
  inTile.fillRect(0, 0, square, square);
  inTile.fillRect(square, square, square, square);
  context.fillStyle = context.createPattern(tile, 'repeat') ?? dark;
  context.fillRect(0, 0, width, height);
}

/**
 * Paints the mask of the subject over a picture.
 * @param mask opaque inside, clear outside (`alphaOf`)
 * @param size of the picture itself
 * @param ratio device pixels a CSS pixel
 */
export function paintMask(
  canvas: HTMLCanvasElement,
  mask: ImageBitmap,
  { look, size, placement, ratio }: { look: MaskLook; size: Size; placement: Placement; ratio: number },
): void {
  const context = canvas.getContext('2d');
  if (!context || canvas.width === 0 || canvas.height === 0) return;
  const { x, y, scale } = placement;
  const rect = [x, y, Math.round(size.width * scale), Math.round(size.height * scale)] as const;
  const layer = new OffscreenCanvas(canvas.width, canvas.height);
  const on = layer.getContext('2d');
  if (!on) return;
  if (look.cutOut) {
    fillCheckers(on, canvas, Math.max(1, Math.round(SQUARE * ratio)));
    on.globalCompositeOperation = 'destination-out';
    on.drawImage(mask, ...rect);
  } else {
    on.drawImage(mask, ...rect);
    on.globalCompositeOperation = 'source-in';
    on.fillStyle = TINT;
    on.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.save();
  // Only where the picture is: the stage around it stays as it is.
  context.globalCompositeOperation = 'source-atop';
  context.globalAlpha = look.opacity;
  context.drawImage(layer, 0, 0);
  context.restore();
}
