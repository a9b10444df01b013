import { API } from '../../contract/http.ts';

const frame = (run: string, number: number, what: string) => `${API}/runs/${run}/frames/${number}/${what}`;

/** Address of the records of a run, all of them. */
export function recordsUrl(run: string): string {
  return `${API}/runs/${run}/records`;
}

/** Address of a frame's picture; `key` is the run's picture_key, with it the answer may be kept for ever. */
export function pictureUrl(run: string, number: number, key: string): string {
  return `${frame(run, number, 'picture')}?v=${key}`;
}

/** Address of a frame's mask. */
export function maskUrl(run: string, number: number, key: string): string {
  return `${frame(run, number, 'mask')}?v=${key}`;
}

/** Address of a small picture of a frame. */
export function thumbnailUrl(run: string, number: number, width: 160 | 320 | 640, key: string): string {
  return `${frame(run, number, 'thumbnail')}?width=${width}&v=${key}`;
}

/** Address of a small picture of a reference picture, by its id. */
export function facePictureUrl(id: string, width: 320 | 640): string {
  return `${API}/faces/pictures/${id}?width=${width}`;
}

/**
 * Address of a picture of a video at a fraction of its length.
 * @param stream index of the video stream, where it is not the one that FFmpeg picks
 */
export function stripUrl(
  path: string,
  at: number,
  { width = 160, stream, glob }: { width?: number; stream?: number; glob?: string | null } = {},
): string {
  const query = new URLSearchParams({ path, at: String(at), width: String(width) });
  if (stream !== undefined) query.set('stream', String(stream));
  if (glob) query.set('glob', glob);
  return `${API}/probe/thumbnail?${query}`;
}
