import type { FloatTensor } from '../../inference/session.ts';
import type { Sam2Constants } from './sam2-model.ts';

type Normalisation = Pick<Sam2Constants, 'image_size' | 'image_mean' | 'image_std'>;

/**
 * Packed RGB of the model's size as `[1, 3, S, S]` float32: value / 255, minus the mean, over the standard deviation.
 * @throws RangeError when there are not S * S * 3 bytes
 */
export function inputTensor(pixels: Uint8Array, constants: Normalisation): FloatTensor {
  const side = constants.image_size;
  const count = side * side;
  if (pixels.length !== count * 3)
    throw new RangeError(`${pixels.length} bytes are no ${side}x${side} pixels`);
  const data = new Float32Array(count * 3);
  for (let channel = 0; channel < 3; channel++) {
    const mean = Math.fround(constants.image_mean[channel] ?? 0);
    const deviation = Math.fround(constants.image_std[channel] ?? 1);
    const table = Float32Array.from({ length: 256 }, (_, value) =>
      Math.fround(Math.fround(Math.fround(value / 255) - mean) / deviation),
    );
    const plane = data.subarray(channel * count, (channel + 1) * count);
    for (let i = 0, at = channel; i < count; i++, at += 3) plane[i] = table[pixels[at] ?? 0] ?? 0;
  }
  return { data, shape: [1, 3, side, side] };
}
