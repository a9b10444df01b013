import type { Analysis } from './analysis.ts';
import type { DecodeSink } from './decode-run.ts';
import { encodePicture, type PictureFormat, pictureName, writePicture } from './picture-writer.ts';

/** Stores pictures in the run folder as they come. */
export function pictureSink({ io, folder }: Analysis, format: PictureFormat): DecodeSink['writePicture'] {
  return async (frameNumber, { pixels, size, file }) => {
    const data = file ? file.bytes : await encodePicture(pixels, { ...format, ...size });
    const type = file ? file.type : format.type;
    await writePicture(io, folder.path, pictureName(frameNumber, type), data);
  };
}
