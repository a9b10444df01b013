/**
 * Square crop of packed RGB24 through an affine map: output pixel (X, Y) is the bilinear sample at
 * (a X + b Y + c, d X + e Y + f), black outside, rounded half to even (OpenCV 5 warpAffine within one level). The output
 * is packed.
 */
export function warpRgb24(
  source: usize, stride: usize, width: i32, height: i32,
  a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, out: usize, size: i32,
): void {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sx = a * <f64>x + b * <f64>y + c;
      const sy = d * <f64>x + e * <f64>y + f;
      const left = Math.floor(sx);
      const top = Math.floor(sy);
      const to = out + (y * size + x) * 3;
      if (!(left >= -1 && top >= -1 && left < <f64>width && top < <f64>height)) {
        store<u16>(to, 0);
        store<u8>(to, 0, 2);
        continue;
      }
      const px = <i32>left;
      const py = <i32>top;
      const right = sx - left;
      const below = sy - top;
      if (px >= 0 && py >= 0 && px + 1 < width && py + 1 < height) {
        const from = source + <usize>py * stride + <usize>px * 3;
        for (let channel: usize = 0; channel < 3; channel++) {
          const p = from + channel;
          const q = p + stride;
          store<u8>(to + channel, blend(load<u8>(p), load<u8>(p, 3), load<u8>(q), load<u8>(q, 3), right, below));
        }
        continue;
      }
      for (let channel: usize = 0; channel < 3; channel++) {
        const from = source + channel;
        const value = blend(
          sample(from, stride, width, height, px, py),
          sample(from, stride, width, height, px + 1, py),
          sample(from, stride, width, height, px, py + 1),
          sample(from, stride, width, height, px + 1, py + 1),
          right, below,
        );
        store<u8>(to + channel, value);
      }
    }
  }
}

@inline
function blend(a: u32, b: u32, c: u32, d: u32, right: f64, below: f64): u32 {
  const upper = <f64>a * (1 - right) + <f64>b * right;
  const lower = <f64>c * (1 - right) + <f64>d * right;
  return <u32>nearest(upper * (1 - below) + lower * below);
}

@inline
function sample(source: usize, stride: usize, width: i32, height: i32, x: i32, y: i32): u32 {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  return load<u8>(source + <usize>y * stride + <usize>x * 3);
}
