import type { Chart } from './chart-canvas.tsx';

const tiles = new Map<string, HTMLCanvasElement>();

/** Slanted lines, for what is told apart without colour. */
export function hatch({ context }: Chart, colour: string): CanvasPattern | string {
  let tile = tiles.get(colour);
  if (!tile) {
    tile = document.createElement('canvas');
    tile.width = 6;
    tile.height = 6;
    const lines = tile.getContext('2d');
    if (lines) {
      lines.strokeStyle = colour;
      lines.lineWidth = 1.4;
      lines.beginPath();
      for (const start of [-6, 0, 6]) {
        lines.moveTo(start - 1, 7);
        lines.lineTo(start + 7, -1);
      }
      lines.stroke();
    }
    tiles.set(colour, tile);
  }
  return context.createPattern(tile, 'repeat') ?? colour;
}
