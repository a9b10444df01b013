import { type Detection, mapDetection } from '../face-types.ts';
import { decodeUltraface, ultrafacePriors } from './decode-ultraface.ts';
import { type Detector, fixedInput, type LoadedModel } from './detector.ts';
import { areaOverlap, suppress } from './suppress.ts';
import { TILES, touchesInnerEdge, WHOLE } from './tiles.ts';

/** How UltraFace is run. */
export interface UltrafaceSettings {
  readonly confidence: number;
  /** Also look at four overlapping parts, for small faces; five times the work. */
  readonly tiles: boolean;
  /** The file lacks its post-processing: boxes are raw locations. */
  readonly raw: boolean;
}

const RULE = { overlap: areaOverlap(1e-5), most: 0.3, candidates: 200 } as const;
const PLANES = { order: 'rgb', mean: 127, divisor: 128 } as const;
const USUAL = { width: 320, height: 240 } as const;

/** UltraFace (RFB and slim): the picture is stretched to the network's size. No key points. */
export function ultrafaceDetector({ session, facts }: LoadedModel, settings: UltrafaceSettings): Detector {
  const input = fixedInput(facts) ?? USUAL;
  const priors = settings.raw ? ultrafacePriors(input) : null;
  return {
    canvasPixels: input.width * input.height,
    detect: async (workspace, picture) => {
      const found: Detection[] = [];
      for (const tile of settings.tiles ? TILES : [WHOLE]) {
        const left = Math.round(tile.left * picture.width);
        const top = Math.round(tile.top * picture.height);
        const right = Math.max(left + 1, Math.round((tile.left + tile.width) * picture.width));
        const bottom = Math.max(top + 1, Math.round((tile.top + tile.height) * picture.height));
        workspace.clear();
        const canvas = workspace.resized(workspace.part(picture, [left, top, right, bottom]), input);
        const [scores, boxes] = await session.run(workspace.planes([canvas], PLANES));
        if (!scores || !boxes) continue;
        const faces = decodeUltraface(scores.data, boxes.data, settings.confidence, priors);
        for (const face of faces) {
          if (!touchesInnerEdge(face.box, tile))
            found.push(mapDetection(face, [tile.width, tile.height], [tile.left, tile.top]));
        }
      }
      const faces = suppress(found, RULE);
      return faces.map((face) => mapDetection(face, [picture.width, picture.height]));
    },
  };
}
