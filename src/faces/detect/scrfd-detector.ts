import { type Detection, mapDetection } from '../face-types.ts';
import { decodeScrfd, scrfdLayout } from './decode-scrfd.ts';
import { type Detector, fixedInput, type LoadedModel } from './detector.ts';
import { letterbox } from './letterbox.ts';
import { pixelOverlap, suppress } from './suppress.ts';

/** How SCRFD is run. */
export interface ScrfdSettings {
  readonly confidence: number;
  /** Sides of the square canvases, in this order; multiples of 32. A graph with a fixed input has its own. */
  readonly canvases: readonly number[];
}

const RULE = { overlap: pixelOverlap, most: 0.4 } as const;
const PLANES = { order: 'rgb', mean: 127.5, divisor: 128 } as const;

/**
 * SCRFD and its relatives, on one or several canvases with one suppression over all.
 * @throws RangeError for a number of outputs that no such detector has
 */
export function scrfdDetector({ session, facts }: LoadedModel, settings: ScrfdSettings): Detector {
  const layout = scrfdLayout(session.outputNames.length);
  if (!layout) throw new RangeError(`no detector has ${session.outputNames.length} outputs`);
  const fixed = fixedInput(facts);
  const canvases = fixed ? [fixed] : settings.canvases.map((side) => ({ width: side, height: side }));
  return {
    canvasPixels: Math.max(...canvases.map(({ width, height }) => width * height)),
    detect: async (workspace, picture) => {
      const found: Detection[] = [];
      for (const canvas of canvases) {
        const { inner, scale } = letterbox(picture, canvas);
        workspace.clear();
        const pixels = workspace.resized(picture, inner, canvas);
        const outputs = await session.run(workspace.planes([pixels], PLANES));
        const faces = decodeScrfd(outputs, layout, canvas, settings.confidence);
        found.push(...faces.map((face) => mapDetection(face, [1 / scale, 1 / scale])));
      }
      return suppress(found, RULE);
    },
  };
}
