import { z } from 'zod';

/** Largest picture that can be sent, bytes. */
export const MOST_PICTURE_BYTES = 64 * 2 ** 20;

const coordinate = z.number().describe('Pixels of the upright picture');

/** A face of a reference picture. */
export const pictureFaceSchema = z.object({
  box: z
    .tuple([coordinate, coordinate, coordinate, coordinate])
    .describe('Left, top, right and bottom; may reach beyond the edges'),
  confidence: z.number().min(0).max(1).describe("The detector's score"),
  height: z.number().min(0).describe('Of the box, pixels'),
  norm: z.number().min(0).nullable().describe('Length of the embedding: how clear the face is'),
  weak: z.boolean().describe('Too small for a sure distance'),
  comparable: z.boolean().describe('Faces of a video can be compared with it'),
  warning: z.string().nullable().describe('Why it is a poor reference'),
});
/** A face of a reference picture. */
export type PictureFace = z.output<typeof pictureFaceSchema>;

/** A reference picture, as the answer to POST /api/faces/pictures. */
export const facePictureSchema = z.object({
  id: z.string().describe('SHA-256 of the picture'),
  path: z.string().describe('Absolute path, for the options faceRef and faceRefImg'),
  width: z.int().min(1).describe('Pixels, upright'),
  height: z.int().min(1).describe('Pixels, upright'),
  faces: z.array(pictureFaceSchema).min(1).describe('Surest first'),
  warning: z.string().nullable().describe('What a person should look at: several faces, or a poor one'),
});
/** A reference picture with its faces. */
export type FacePicture = z.output<typeof facePictureSchema>;

/** Query of POST /api/faces/pictures. */
export const facePictureQuerySchema = z.object({
  model: z.string().min(1).max(4096).default('faceplugin').describe('As the option faceModel'),
});

/** Body of POST /api/faces/pictures for a picture of this machine; any other body is the picture itself. */
export const facePicturePathSchema = z.object({
  path: z.string().min(1).max(4096).describe('Absolute path below one of the roots'),
});
