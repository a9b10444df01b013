import { describe, expect, it } from 'vitest';
import { factsAmong } from './file-facts.ts';
import { anUpload } from './upload.fixture.ts';

const file = { fingerprint: 'f1', size: 1_200_000 };
const part = { path: null, offset: 5 };

describe('what the uploads say of a file', () => {
  it('is nothing where none holds the same', () => {
    const uploads = [
      anUpload({ fingerprint: 'f2' }),
      anUpload({ fingerprint: null }),
      anUpload({ size: 7, offset: 7 }),
      anUpload({ ...part, fingerprint: null }),
    ];
    expect(factsAmong(file, uploads)).toEqual({ fingerprint: 'f1', here: null, begun: null });
  });

  it('is where the same file lies, under whatever name', () => {
    const uploads = [
      anUpload({ name: 'new.mp4', path: '/uploads/new.mp4' }),
      anUpload({ name: 'old.mp4', path: '/uploads/old.mp4' }),
    ];
    expect(factsAmong(file, uploads).here).toEqual({ name: 'new.mp4', path: '/uploads/new.mp4' });
  });

  it('is which upload of it goes on', () => {
    const uploads = [anUpload({ fingerprint: 'f2' }), anUpload({ ...part, id: 'b' })];
    expect(factsAmong(file, uploads)).toEqual({ fingerprint: 'f1', here: null, begun: 'b' });
  });
});
