import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openCriteria } from '../select/criteria.ts';
import { madeRecord, RUN_WEIGHTS } from '../select/record.fixture.ts';
import { layoutOf, sheetNames } from './contact-sheet.ts';
import { madeRequest } from './export-request.fixture.ts';
import { exportSelection } from './export-selection.ts';
import { type ExportStyle, PLAIN_STYLE } from './export-style.ts';
import { MADE_RUN } from './run.fixture.ts';

const RECORDS = Array.from({ length: 5 }, (_, number) => madeRecord(number));
const CRITERIA = openCriteria(RUN_WEIGHTS);

function layout(style: ExportStyle, records = RECORDS) {
  const made = layoutOf(records, style, CRITERIA, MADE_RUN);
  if (!made) throw new Error('no layout');
  return made;
}

async function sheet(style: Partial<ExportStyle>) {
  const request = await madeRequest(RECORDS, { sheetColumns: 3, ...style });
  const { folder, extraFiles } = await exportSelection(request);
  return { folder, extraFiles, style: request.style ?? PLAIN_STYLE };
}

/** Mean colour of a part of a picture. */
async function colorAt(
  path: string,
  part: { x: number; y: number; width: number; height: number },
): Promise<number[]> {
  const region = {
    left: Math.round(part.x),
    top: Math.round(part.y),
    width: Math.round(part.width),
    height: Math.round(part.height),
  };
  const { channels } = await sharp(await sharp(path).extract(region).png().toBuffer()).stats();
  return channels.map(({ mean }) => Math.round(mean));
}

describe('contact sheets as pictures', () => {
  it.each(['jpg', 'png'] as const)(
    'show every frame in its place with its caption (%s)',
    async (contactSheet) => {
      const { folder, extraFiles, style } = await sheet({ contactSheet });
      expect(extraFiles).toEqual([`contact-sheet.${contactSheet}`, 'metadata.jsonl', 'manifest.json']);
      const path = join(folder, `contact-sheet.${contactSheet}`);
      const made = layout(style);
      expect(await sharp(path).metadata()).toMatchObject({
        width: made.width,
        height: made.heightOf(0),
        channels: 3,
      });
      for (const [at, record] of RECORDS.entries()) {
        const box = made.boxOf(at);
        const inner = { x: box.x + 8, y: box.y + 8, width: box.width - 16, height: box.height - 16 };
        const [red = 0, green = 0, blue = 0] = await colorAt(path, inner);
        expect(Math.abs(red - record.frame_number * 40)).toBeLessThan(6);
        expect(Math.abs(green - 96)).toBeLessThan(6);
        expect(Math.abs(blue - (255 - record.frame_number * 40))).toBeLessThan(6);
        const caption = { x: box.x, y: box.y + box.height + 2, width: box.width, height: 14 };
        expect((await colorAt(path, caption))[0]).toBeGreaterThan(0x16 + 4);
      }
      const empty = made.boxOf(5);
      expect(await colorAt(path, { ...empty, height: empty.height + 14 })).toEqual([0x16, 0x16, 0x16]);
      expect((await colorAt(path, { x: 40, y: 40, width: 300, height: 60 }))[0]).toBeGreaterThan(0x16 + 4);
    },
  );

  it('have no captions when none are wanted', async () => {
    const { folder, style } = await sheet({ contactSheet: 'png', sheetCaptions: [] });
    const made = layout(style);
    const box = made.boxOf(0);
    const below = { x: box.x, y: box.y + box.height + 1, width: box.width, height: 10 };
    expect(await colorAt(join(folder, 'contact-sheet.png'), below)).toEqual([0x16, 0x16, 0x16]);
  });

  it('are as many as it takes, numbered', async () => {
    const manyRecords = Array.from({ length: 80 }, (_, number) => madeRecord(number));
    const style = { ...PLAIN_STYLE, contactSheet: 'jpg', sheetColumns: 1 } as const;
    const many = layout(style, manyRecords);
    expect(many.sheets).toBeGreaterThan(9);
    expect(sheetNames(style, many)).toHaveLength(many.sheets);
    expect(sheetNames(style, many)[0]).toBe('contact-sheet-01.jpg');
    const records = manyRecords.slice(0, 20);
    const made = layout(style, records);
    const names = sheetNames(style, made);
    expect(names.length).toBeGreaterThan(2);
    const { extraFiles, folder } = await exportSelection(await madeRequest(records, style));
    expect(extraFiles.slice(0, names.length)).toEqual(names);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(names));
    const last = await sharp(join(folder, names.at(-1) ?? '')).metadata();
    expect(last.height).toBe(made.heightOf(made.sheets - 1));
  });
});

describe('contact sheets as PDF', () => {
  it('have pages of A4 with one picture for every frame, and the same bytes at the same moment', async () => {
    const [one, two] = [await sheet({ contactSheet: 'pdf' }), await sheet({ contactSheet: 'pdf' })];
    const bytes = await readFile(join(one.folder, 'contact-sheet.pdf'));
    const text = bytes.toString('latin1');
    expect(text.startsWith('%PDF-1.')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(text.match(/\/Subtype \/Image/g)).toHaveLength(5);
    expect(text).toContain('/MediaBox [0 0 841.89 595.28]');
    expect(text).toMatch(/\/FontName \/[A-Z]+\+Inter/);
    expect((await readFile(join(two.folder, 'contact-sheet.pdf'))).equals(bytes)).toBe(true);
  });

  it('have as many pages as it takes', async () => {
    const { folder, style } = await sheet({ contactSheet: 'pdf', sheetColumns: 1 });
    const text = (await readFile(join(folder, 'contact-sheet.pdf'))).toString('latin1');
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(5);
    expect(layout(style).sheets).toBe(5);
  });
});

describe('a contact sheet that fails', () => {
  it.each(['jpg', 'png', 'pdf'] as const)(
    'takes the export with it when it is cancelled (%s)',
    async (contactSheet) => {
      const controller = new AbortController();
      const onProgress = (done: number, _total: number, stage: string) => {
        if (stage === 'contact-sheet' && done === 2) controller.abort();
      };
      const request = await madeRequest(RECORDS, { contactSheet }, { signal: controller.signal, onProgress });
      await expect(exportSelection(request)).rejects.toMatchObject({ code: 'cancelled' });
      expect(await readdir(join(request.folder, '..'))).toEqual(['clip']);
    },
  );
});
