import { type FacePicture, facePictureSchema } from '../../contract/face-pictures.ts';
import { API } from '../../contract/http.ts';
import { checkedFetch } from './client.ts';

/** What kind a browser says a file is; for pictures that it does not know it says nothing. */
const typeOf = ({ type }: Blob) => (type.startsWith('image/') ? type : 'application/octet-stream');

/**
 * Has the server look at a reference picture: one that is sent, or one of the machine by its path.
 * @param model value of the option faceModel
 * @throws ApiError
 */
export async function lookAtPicture(
  picture: File | { readonly path: string },
  model: string,
  signal?: AbortSignal,
): Promise<FacePicture> {
  const sent = picture instanceof File;
  const answer = await checkedFetch(`${API}/faces/pictures?${new URLSearchParams({ model })}`, {
    method: 'POST',
    headers: { 'Content-Type': sent ? typeOf(picture) : 'application/json' },
    body: sent ? picture : JSON.stringify(picture),
    ...(signal && { signal }),
  });
  return facePictureSchema.parse(await answer.json());
}
