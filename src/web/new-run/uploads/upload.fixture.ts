import type { UploadView } from '../../../contract/uploads.ts';

/** A whole upload as GET /api/uploads lists it, with some facts replaced. */
export function anUpload(facts: Partial<UploadView> = {}): UploadView {
  return {
    id: 'a'.repeat(32),
    name: 'clip.mp4',
    path: '/uploads/clip.mp4',
    size: 1_200_000,
    offset: 1_200_000,
    created_at: '2026-01-02T03:04:05.000Z',
    fingerprint: 'f1',
    runs: [],
    ...facts,
  };
}
