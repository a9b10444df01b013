/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a picture lies on a detector's canvas: at its top left corner, the rest black. */
export interface Letterbox {
  readonly inner: Size;
  /** Canvas pixels per picture pixel. */
  readonly scale: number;
}

/** The largest size of the picture's shape that fits the canvas (insightface, scrfd.py: truncated, by the height). */
export function letterbox(picture: Size, canvas: Size): Letterbox {
  const ratio = picture.height / picture.width;
  const tall = ratio > canvas.height / canvas.width;
  const height = tall ? canvas.height : Math.trunc(canvas.width * ratio);
  const width = tall ? Math.trunc(canvas.height / ratio) : canvas.width;
  const inner = { width: Math.max(1, width), height: Math.max(1, height) };
  return { inner, scale: inner.height / picture.height };
}

/** A fit of YuNet: the longest side at most `side`, never larger than the picture, the canvas in steps of 32. */
export function fitLongestSide(picture: Size, side: number): { readonly inner: Size; readonly canvas: Size } {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const inner = {
    width: Math.max(1, roundHalfEven(picture.width * scale)),
    height: Math.max(1, roundHalfEven(picture.height * scale)),
  };
  const padded = (length: number): number => Math.ceil(length / 32) * 32;
  return { inner, canvas: { width: padded(inner.width), height: padded(inner.height) } };
}

function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  return value - low === 0.5 ? low + (low % 2) : Math.round(value);
}
