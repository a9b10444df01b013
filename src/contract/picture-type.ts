/** Kinds of files that are pictures of a run; those of a video are JPG or PNG. */
export const PICTURE_TYPES = ['jpg', 'png', 'webp', 'avif'] as const;
/** Kind of a picture file; also its ending. */
export type PictureType = (typeof PICTURE_TYPES)[number];

const ENDINGS: Readonly<Record<string, PictureType>> = {
  jpg: 'jpg',
  jpeg: 'jpg',
  jpe: 'jpg',
  jfif: 'jpg',
  png: 'png',
  webp: 'webp',
  avif: 'avif',
};

/**
 * Kind of the file that a run has of a still picture: that of the picture itself where browsers show it, else JPG; with
 * --png always PNG.
 * @param name file name of the still picture
 */
export function stillType(name: string, png: boolean): PictureType {
  if (png) return 'png';
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return ENDINGS[ending] ?? 'jpg';
}
