import { mapDetection } from '../face-types.ts';
import { decodeYunet } from './decode-yunet.ts';
import { type Detector, fixedInput, type LoadedModel } from './detector.ts';
import { fitLongestSide, letterbox } from './letterbox.ts';
import { areaOverlap, suppress } from './suppress.ts';

/** How YuNet is run. */
export interface YunetSettings {
  readonly confidence: number;
  /** Longest side of the picture on the canvas, in pixels. */
  readonly longestSide: number;
}

const RULE = { overlap: areaOverlap(0), most: 0.3 } as const;
const PLANES = { order: 'bgr', mean: 0, divisor: 1 } as const;

/** YuNet, with free or fixed input size; its points are image-left eye, image-right eye, nose, mouth corners. */
export function yunetDetector({ session, facts }: LoadedModel, settings: YunetSettings): Detector {
  const fixed = fixedInput(facts);
  const side = Math.ceil(settings.longestSide / 32) * 32;
  return {
    canvasPixels: fixed ? fixed.width * fixed.height : side * side,
    detect: async (workspace, picture) => {
      const { inner, canvas } = fixed
        ? { ...letterbox(picture, fixed), canvas: fixed }
        : fitLongestSide(picture, settings.longestSide);
      workspace.clear();
      const pixels = workspace.resized(picture, inner, canvas);
      const outputs = await session.run(workspace.planes([pixels], PLANES));
      const output = (name: string) => {
        const found = outputs[session.outputNames.indexOf(name)];
        if (!found) throw new TypeError(`YuNet has no output ${name}`);
        return found;
      };
      const faces = suppress(decodeYunet(output, canvas, settings.confidence), RULE);
      const scale = [picture.width / inner.width, picture.height / inner.height] as const;
      return faces.map((face) => mapDetection(face, scale));
    },
  };
}
