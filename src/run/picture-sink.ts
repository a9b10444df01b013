import type { Analysis } from './analysis.ts';
import type { DecodeSink } from './decode-run.ts';
import { encodePicture, type PictureFormat, pictureName, writePicture } from './picture-writer.ts';

/** Stores pictures in the run folder as they come. */
export function pictureSink({ io, folder }: Analysis, format: PictureFormat): DecodeSink['writePicture'] {
  return async (frameNumber, { pixels, own, file }) => {
    const itsFormat = { ...format, ...own };
    const data = file ?? (await encodePicture(pixels, itsFormat));
    await writePicture(io, folder.path, pictureName(frameNumber, itsFormat.type), data);
  };
}
