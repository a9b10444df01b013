import { expect } from 'vitest';
import { type UploadView, uploadsAnswerSchema } from '../../src/contract/uploads.ts';

/** Routes that take files. */
export interface UploadRoutes {
  readonly request: (route: string, init?: RequestInit) => Promise<Response>;
}

/** Headers of every request of the protocol, and of those that send bytes. */
export const VERSION = { 'Tus-Resumable': '1.0.0' };
export const BYTES = { 'Content-Type': 'application/offset+octet-stream' };

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Asks for a new upload. */
export function createUpload(
  { request }: UploadRoutes,
  name: string,
  length: number | string,
  more: RequestInit = {},
): Promise<Response> {
  return request('/uploads/tus', {
    method: 'POST',
    ...more,
    headers: {
      ...VERSION,
      'Upload-Metadata': `filename ${base64(name)}`,
      'Upload-Length': String(length),
      ...more.headers,
    },
  });
}

/** Id of the upload that an answer tells of. */
export const idIn = (response: Response): string => response.headers.get('location')?.split('/').at(-1) ?? '';

/** Begins an upload; gives its id. */
export async function beginUpload(
  routes: UploadRoutes,
  name: string,
  length: number,
  fingerprint?: string,
): Promise<string> {
  const metadata = `filename ${base64(name)},fingerprint ${base64(fingerprint ?? '')}`;
  const headers = fingerprint === undefined ? {} : { 'Upload-Metadata': metadata };
  const response = await createUpload(routes, name, length, { headers });
  expect(response.status).toBe(201);
  return idIn(response);
}

/** Sends bytes of an upload. */
export function patchUpload(
  { request }: UploadRoutes,
  id: string,
  offset: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  return request(`/uploads/tus/${id}`, {
    method: 'PATCH',
    headers: { ...VERSION, ...BYTES, 'Upload-Offset': String(offset) },
    body,
  });
}

/** Bytes of an upload that have arrived. */
export async function offsetOf({ request }: UploadRoutes, id: string): Promise<number> {
  const response = await request(`/uploads/tus/${id}`, { method: 'HEAD', headers: VERSION });
  expect(response.status).toBe(200);
  return Number(response.headers.get('upload-offset'));
}

/** Sends a whole file; gives the id of the upload. */
export async function sendUpload(
  routes: UploadRoutes,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const id = await beginUpload(routes, name, bytes.length);
  expect((await patchUpload(routes, id, 0, bytes)).status).toBe(204);
  return id;
}

/** The uploads as they are listed. */
export async function listUploads({ request }: UploadRoutes): Promise<readonly UploadView[]> {
  return uploadsAnswerSchema.parse(await (await request('/uploads')).json()).uploads;
}
