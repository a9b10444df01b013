import { describe, expect, it } from 'vitest';
import { openCriteria } from '../select/criteria.ts';
import { madeRecord, RUN_WEIGHTS } from '../select/record.fixture.ts';
import { type Naming, namingOf, pictureNames } from './picture-names.ts';
import { droppedRecord, MADE_RUN } from './run.fixture.ts';

const RECORDS = [madeRecord(3), droppedRecord(9), madeRecord(11, { filename: 'frame_000011.png' })];
const NAMING: Naming = {
  pattern: null,
  format: 'copy',
  png: false,
  stem: 'clip',
  weights: RUN_WEIGHTS,
  taken: ['contact-sheet-1.jpg'],
};
const names = (given: Partial<Naming>, records = RECORDS) => pictureNames(records, { ...NAMING, ...given });

describe('pictureNames', () => {
  it("keeps the run's names, and gives a frame without a picture the one it would have had", async () => {
    expect(await names({})).toEqual(['frame_000003.jpg', 'frame_000009.jpg', 'frame_000011.png']);
    expect(await names({ png: true })).toContain('frame_000009.png');
  });

  it('names still pictures by their own kind and name', async () => {
    const records = [
      madeRecord(1, { filename: 'frame_000001.webp', original: 'a.webp' }),
      madeRecord(2, { filename: null, status: 'rejected', original: 'trip.2/IMG_7.JPEG' }),
      madeRecord(3, { filename: null, status: 'rejected', original: 'scan.tif' }),
      madeRecord(4, { filename: null, status: 'rejected', original: 'b.avif' }),
    ];
    const endings = ['frame_000001.webp', 'frame_000002.jpg', 'frame_000003.jpg', 'frame_000004.avif'];
    expect(await names({}, records)).toEqual(endings);
    expect((await names({ png: true }, records.slice(1)))[2]).toBe('frame_000004.png');
    expect((await names({ pattern: '{stem}_{frame}' }, records)).slice(0, 2)).toEqual([
      'a_1.webp',
      'IMG_7_2.jpg',
    ]);
  });

  it('gives converted pictures the ending of their format', async () => {
    const expected = ['frame_000003.webp', 'frame_000009.webp', 'frame_000011.webp'];
    expect(await names({ format: 'webp' })).toEqual(expected);
  });

  it('fills the pattern in: number, place among the exported, quality under the weights', async () => {
    expect(await names({ pattern: '{stem}-{index:02}-{frame}-q{quality}', format: 'avif' })).toEqual([
      'clip-01-3-q50.0.avif',
      'clip-02-9-q50.0.avif',
      'clip-03-11-q50.0.avif',
    ]);
    const sharpOnly = { sharpness: 1, edge_strength: 0, contrast: 0, brightness: 0, entropy: 0 };
    const records = [madeRecord(1, { sharpness_score: 80 })];
    expect(await names({ pattern: '{frame} {quality}', weights: sharpOnly }, records)).toEqual([
      '1 80.0.jpg',
    ]);
  });

  it('refuses a pattern that meets another file of the export, also where only case tells them apart', async () => {
    await expect(names({ pattern: 'contact-sheet-{index}' })).rejects.toMatchObject({
      code: 'invalid_option',
      message: expect.stringContaining('makes contact-sheet-1.jpg twice'),
    });
    await expect(names({ pattern: 'CONTACT-SHEET-{index}' })).rejects.toMatchObject({
      code: 'invalid_option',
    });
  });

  it('refuses numbers that run into each other', async () => {
    const flat = (points: number) => ({
      sharpness_score: points,
      edge_strength_score: points,
      contrast_score: points,
      brightness_score: points,
      entropy_score: points,
    });
    const records = [madeRecord(1, flat(12.5)), madeRecord(11, flat(2.5))];
    await expect(names({ pattern: '{frame}{quality}' }, records)).rejects.toMatchObject({
      code: 'invalid_option',
      hint: expect.stringContaining('between the places'),
    });
    expect(await names({ pattern: '{frame}_{quality}' }, records)).toEqual(['1_12.5.jpg', '11_2.5.jpg']);
  });
});

describe('namingOf', () => {
  it('takes the stem of the source and the ending that the run writes', () => {
    const run = { ...MADE_RUN, options: { ...MADE_RUN.options, png: true } };
    const naming = namingOf(run, { name: null, format: 'copy' }, openCriteria(RUN_WEIGHTS), []);
    expect(naming).toMatchObject({ stem: 'clip', png: true, pattern: null, weights: RUN_WEIGHTS });
  });
});
