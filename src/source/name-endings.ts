import path from 'node:path';

const VIDEOS = new Set(
  'mp4 m4v mov mkv webm avi ts m2ts mts mpg mpeg vob wmv asf flv f4v 3gp 3g2 ogv ogm mxf mj2 dv mjpeg mjpg gif apng'.split(
    ' ',
  ),
);

const PICTURES = new Set('jpg jpeg jpe jfif png webp avif tif tiff bmp heic heif jxl jp2'.split(' '));

const natural = new Intl.Collator('en', { numeric: true });

/** Order of names as people and file managers sort: IMG_2 before IMG_10. Names that differ only in what the alphabet
 * leaves aside still have one order. */
export function compareNames(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

const endingOf = (name: string) => path.extname(name).slice(1).toLowerCase();

/** Whether a file name has the ending of a video; a file given by name may have any. */
export const isVideoName = (name: string): boolean => VIDEOS.has(endingOf(name));

/** Whether a file name has the ending of a still picture. */
export const isPictureName = (name: string): boolean => PICTURES.has(endingOf(name));
