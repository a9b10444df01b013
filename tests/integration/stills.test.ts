import { copyFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  ANALYZE_OPTIONS,
  type AnalyzeContext,
  analyze,
  CRITERIA_OPTIONS,
  criteriaFromOptions,
  exportSelection,
  findFfmpeg,
  type Input,
  listInputs,
  openLocal,
  readRun,
  resolveOptions,
  selectRecords,
  styleOf,
  videoPictures,
} from '../../dist/index.js';
import { EXPORT_OPTIONS } from '../../src/contract/export-options.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { referenceMetrics } from '../../src/score/metrics-reference.fixture.ts';
import { RUN_WEIGHTS } from '../../src/select/record.fixture.ts';
import { commandLine } from '../support/in-process.ts';
import { photo, writePhotos } from '../support/photos.ts';
import { temporaryFolder } from '../support/project.ts';

const programs = findFfmpeg();

/** Analyses what a person named, through the library; the folder of the run. */
async function analyzed(
  input: Input,
  out: string,
  options: Record<string, unknown> = {},
  context: Partial<AnalyzeContext> = {},
): Promise<string> {
  const resolved = resolveOptions(ANALYZE_OPTIONS, { workers: 2, ...options, out });
  const source = await openLocal(input, { glob: resolved.glob, links: true });
  const { run } = await analyze('input', source, resolved, {
    programs: await programs,
    emit: () => undefined,
    signal: new AbortController().signal,
    ...context,
  });
  return run;
}

const recordsOf = async (run: string) => (await readRun(run)).records;
const originals = async (run: string) => (await recordsOf(run)).map(({ original }) => original);

/** Full-range grey of an sRGB picture, as OpenCV 5 rounds it. */
async function greyPlane(file: string | Buffer) {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const at = (x: number, y: number) => {
    const [r = 0, g = 0, b = 0] = data.subarray((y * width + x) * channels, (y * width + x) * channels + 3);
    return (r * 9798 + g * 19235 + b * 3735 + 16384) >> 15;
  };
  return { width, height, at };
}

describe('a folder of photos', () => {
  it('is one run with a record for each picture, scored by its pixels and kept as it is', async () => {
    const home = temporaryFolder();
    const folder = path.join(home, 'trip.2026');
    await writePhotos(folder, {
      'IMG_10.jpg': photo(3).jpeg({ quality: 90 }),
      'IMG_2.JPG': photo(1).jpeg(),
      'c.png': photo(5, 97, 61).png(),
      'd.webp': photo(2, 300, 400).webp({ quality: 60 }),
      'e.tif': photo(4).tiff(),
      'f.avif': photo(4).avif({ effort: 0 }),
      'grey.jpg': photo(6).greyscale().jpeg(),
      'notes.txt': 'no picture',
      'deep/g.jpg': photo(1).jpeg(),
    });
    const run = await analyzed(folder, home);
    expect(run).toBe(path.join(home, 'trip.2026'.concat('-2')));
    const records = await recordsOf(run);
    const order = ['c.png', 'd.webp', 'e.tif', 'f.avif', 'grey.jpg', 'IMG_2.JPG', 'IMG_10.jpg'];
    expect(records.map(({ original }) => original)).toEqual(order);
    expect(records.map(({ frame_number: n, time, status }) => [n, time, status])).toEqual(
      order.map((_, i) => [i, i, 'kept']),
    );
    for (const { original = '', filename, sharpness_raw, edge_strength_raw, brightness_score } of records) {
      const [given, written] = [path.join(folder, original), path.join(run, filename ?? '')];
      // TIFF is nothing that a browser shows.
      if (original !== 'e.tif')
        expect(readFileSync(written).equals(readFileSync(given)), original).toBe(true);
      else expect((await sharp(written).metadata()).format).toBe('jpeg');
      const wanted = referenceMetrics(await greyPlane(given));
      expect(Math.abs((sharpness_raw ?? 0) / wanted.sharpness - 1), original).toBeLessThan(1e-4);
      expect(Math.abs((edge_strength_raw ?? 0) / wanted.edge - 1), original).toBeLessThan(1e-4);
      expect(brightness_score).toBeCloseTo((wanted.mean / 255) * 100, 3);
    }
    const { run: file } = await readRun(run);
    expect(file.source.pictures).toEqual({ folder, names: order });
    expect(file.probe).toMatchObject({ container: 'pictures', width: 97, height: 61, frame_count: 7 });
  });

  it('goes on past pictures that cannot be decoded, and says which and why', async () => {
    const home = temporaryFolder();
    const folder = path.join(home, 'mixed');
    const whole = await photo(3, 640, 480).jpeg().toBuffer();
    await writePhotos(folder, {
      'a.jpg': whole,
      'cut.jpg': whole.subarray(0, whole.length / 2),
      'empty.jpg': '',
      'text.png': 'This is no picture.',
      'z.bmp': await bitmap(photo(2, 33, 21)),
    });
    const records = await recordsOf(await analyzed(folder, path.join(home, 'out')));
    expect(records.map(({ original, status }) => `${original} ${status}`)).toEqual([
      ...['a.jpg kept', 'cut.jpg error', 'empty.jpg error', 'text.png error', 'z.bmp kept'],
    ]);
    const errors = records.filter(({ status }) => status === 'error');
    for (const { error } of errors) expect(error).toMatch(/^could not be decoded: .{8}/);
    const only = path.join(home, 'broken');
    await writePhotos(only, { 'text.jpg': 'This is no picture.' });
    await expect(analyzed(only, path.join(home, 'out'))).rejects.toMatchObject({ code: 'input_no_frames' });
  });

  it('stands upright, whatever the camera was held like', async () => {
    const home = temporaryFolder();
    const folder = path.join(home, 'turned');
    const upright = photo(3, 120, 200);
    const plain = await upright.clone().png().toBuffer();
    // Turned to the left, with the note that it has to be turned to the right: what cameras write.
    const turned = await sharp(plain).rotate(-90).withMetadata({ orientation: 6 }).png().toBuffer();
    await writePhotos(folder, { 'a.png': plain, 'b.png': turned });
    const run = await analyzed(folder, path.join(home, 'out'), { png: true });
    const [a, b] = await recordsOf(run);
    expect({ ...b, frame_number: 0, time: 0, pts: 0, filename: a?.filename, original: a?.original }).toEqual(
      a,
    );
    // As it is, with its note.
    expect(readFileSync(path.join(run, b?.filename ?? '')).equals(turned)).toBe(true);
    const { target, names } = await exported(run, { format: 'jpg' });
    const { width, height, orientation } = await sharp(path.join(target, names[1] ?? '')).metadata();
    expect([width, height, orientation ?? 1]).toEqual([120, 200, 1]);
    await writePhotos(folder, {
      'c.jpg': await sharp(plain).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    });
    const encoded = await analyzed(folder, path.join(home, 'out'), { png: true });
    const third = (await recordsOf(encoded))[2];
    const { data, info } = await sharp(path.join(encoded, third?.filename ?? ''))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([120, 200]);
    const wanted = await sharp(path.join(folder, 'c.jpg')).autoOrient().raw().toBuffer();
    expect(data.equals(wanted)).toBe(true);
  });

  it('is drawn in sRGB, whatever its colour profile', async () => {
    const home = temporaryFolder();
    const wide = await photo(3).withIccProfile('p3').png().toBuffer();
    await writePhotos(path.join(home, 'wide'), { 'a.png': wide });
    const [record] = await recordsOf(await analyzed(path.join(home, 'wide'), path.join(home, 'out')));
    const plain = await sharp(wide).toColourspace('srgb').png().toBuffer();
    const wanted = referenceMetrics(await greyPlane(plain));
    expect(record?.brightness_score).toBeCloseTo((wanted.mean / 255) * 100, 2);
  });
});

/** A BMP file of 24 bits a pixel. */
async function bitmap(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const row = Math.ceil((info.width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + row * info.height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(info.width, 18);
  file.writeInt32LE(-info.height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const [from, to] = [(y * info.width + x) * 3, 54 + y * row + x * 3];
      for (let c = 0; c < 3; c++) file[to + 2 - c] = data[from + c] ?? 0;
    }
  }
  return file;
}

/** Exports everything that a run kept, and whatever criteria let pass. */
async function exported(folder: string, style: Record<string, unknown> = {}) {
  const stored = await readRun(folder);
  const criteria = criteriaFromOptions(resolveOptions(CRITERIA_OPTIONS, {}), RUN_WEIGHTS);
  const selected = selectRecords(stored.records, criteria, stored.review);
  const result = await exportSelection({
    folder,
    run: stored.run,
    review: stored.review,
    selected,
    criteria,
    to: null,
    link: false,
    style: styleOf(resolveOptions(EXPORT_OPTIONS, style)),
    pictures: videoPictures(stored.run, () => programs),
    signal: new AbortController().signal,
    now: new Date(),
    tool: stored.run.tool,
  });
  const names = readdirSync(result.folder)
    .filter((name) => /\.(jpg|png|webp)$/.test(name))
    .sort();
  return { target: result.folder, names };
}

describe('which pictures', () => {
  it('wildcards and --glob, with subfolders; hidden folders, runs and exports are left out', async () => {
    const home = temporaryFolder();
    const folder = path.join(home, 'all');
    const small = await photo(2, 32, 24).jpeg().toBuffer();
    await writePhotos(folder, {
      'a.jpg': small,
      'b.png': await photo(2, 32, 24).png().toBuffer(),
      'sub/C.JPG': small,
      'sub/deeper/d.jpg': small,
      '.hidden/e.jpg': small,
      'clip.mp4': 'x',
    });
    const run = await analyzed({ folder, names: ['a.jpg'] }, folder);
    expect(path.basename(run)).toBe('a');
    const listed = (names: string[]) => ({ folder, names });
    const clip = path.join(folder, 'clip.mp4');
    expect(await listInputs([folder])).toEqual([clip, listed(['a.jpg', 'b.png'])]);
    const deep = listed(['a.jpg', 'sub/C.JPG', 'sub/deeper/d.jpg']);
    expect(await listInputs([folder], '**/*.jpg')).toEqual([deep]);
    expect(await listInputs([`${folder}/**/*.jpg`])).toEqual([deep]);
    expect(await listInputs([`${folder}/*/*.jpg`])).toEqual([{ folder, names: ['sub/C.JPG'] }]);
    // Pictures named one by one are one source as well.
    const named = [path.join(folder, 'sub/C.JPG'), clip, path.join(folder, 'a.jpg')];
    expect(await listInputs(named)).toEqual([listed(['sub/C.JPG', 'a.jpg']), clip]);
    const { code, err } = await commandLine('analyze', folder, '--glob', '*.gif', '--log-dir', home);
    expect(code).toBe('input_folder_empty');
    expect(err.join('\n')).toContain(`in ${folder} that fit *.gif`);
  });

  it('a picture whose name looks like a pattern is that picture', async () => {
    const home = temporaryFolder();
    const folder = path.join(home, 'odd');
    const names = ['a%03d.png', 'b[1].png', 'c*.png', 'd\'quote".png', '-e.png'];
    for (const [i, name] of names.entries()) {
      await writePhotos(folder, { [name]: photo(i + 1, 40, 30).png() });
    }
    await writePhotos(folder, { 'a001.png': photo(9, 40, 30).png(), 'b1.png': photo(8, 40, 30).png() });
    for (const [i, name] of names.entries()) {
      const [input] = await listInputs([path.join(folder, name)]);
      const run = await analyzed(input ?? '', path.join(home, 'out'));
      const [record] = await recordsOf(run);
      const wanted = referenceMetrics(
        await greyPlane(
          await photo(i + 1, 40, 30)
            .png()
            .toBuffer(),
        ),
      );
      expect(record?.original).toBe(name);
      expect(record?.sharpness_raw).toBeCloseTo(wanted.sharpness, 1);
    }
  });

  it('methods count pictures as seconds; scenes need a video', async () => {
    const home = temporaryFolder();
    const folder = path.join(home, 'many');
    for (let i = 0; i < 8; i++) await writePhotos(folder, { [`${i}.png`]: photo(i, 24, 16).png() });
    const out = path.join(home, 'out');
    expect(await originals(await analyzed(folder, out, { method: 'interval', interval: 3 }))).toEqual([
      ...['0.png', '3.png', '6.png'],
    ]);
    expect(await originals(await analyzed(folder, out, { start: 2, end: 5, method: 'all' }))).toEqual([
      ...['2.png', '3.png', '4.png'],
    ]);
    const scene = analyzed(folder, out, { method: 'scene' });
    await expect(scene).rejects.toMatchObject({ code: 'usage', exitCode: 2 });
  });
});

describe('a run of pictures', () => {
  const options = { preFilter: 'metrics', preMinSharpness: 5 };

  it.runIf(EVERY_CASE)(
    'is the same however often it was interrupted, and however many threads worked on it',
    async () => {
      const home = temporaryFolder();
      const folder = path.join(home, 'photos');
      for (let i = 0; i < 12; i++) await writePhotos(folder, { [`${i}.jpg`]: photo(i, 200, 120).jpeg() });
      await writePhotos(folder, { '5.jpg': 'broken' });
      const whole = await analyzed(folder, path.join(home, 'whole'), { workers: 3 });
      const out = path.join(home, 'parts');
      const modes: string[] = [];
      for (let stops = 0; ; stops++) {
        const stop = new AbortController();
        let seen = 0;
        const ended = await analyzed(
          folder,
          out,
          { workers: 1 },
          {
            signal: stop.signal,
            emit: (event) => {
              if (event.event === 'start') modes.push(event.mode);
              if (event.event === 'frame' && ++seen === 3) stop.abort();
            },
          },
        ).catch((thrown: unknown) => thrown);
        if (typeof ended === 'string') break;
        expect(ended).toMatchObject({ code: 'cancelled' });
        expect(stops).toBeLessThan(12);
      }
      expect(modes.length).toBeGreaterThan(2);
      expect(modes.slice(1).every((mode) => mode === 'resumed')).toBe(true);
      const parts = path.join(out, 'photos');
      for (const name of readdirSync(whole).filter((name) => name !== 'progress.json')) {
        expect(readFileSync(path.join(parts, name)).equals(readFileSync(path.join(whole, name))), name).toBe(
          true,
        );
      }
      // A lost picture comes back when the run is asked for again.
      const lost = path.join(parts, 'frame_000003.jpg');
      renameSync(lost, path.join(home, 'lost.jpg'));
      await analyzed(folder, out);
      expect(readFileSync(lost).equals(readFileSync(path.join(home, 'lost.jpg')))).toBe(true);
    },
  );

  it('finds a moved folder again, and notices a picture that was changed under its name', async () => {
    const home = temporaryFolder();
    const folder = path.join(home, 'photos');
    for (let i = 0; i < 3; i++) await writePhotos(folder, { [`${i}.jpg`]: photo(i, 60, 40).jpeg() });
    const out = path.join(home, 'out');
    const run = await analyzed(folder, out);
    const elsewhere = path.join(home, 'elsewhere/photos');
    await writePhotos(path.dirname(elsewhere), { 'x.txt': '' });
    renameSync(folder, elsewhere);
    let mode = '';
    const told = {
      emit: (event: Parameters<AnalyzeContext['emit']>[0]) => {
        if (event.event === 'start') mode = event.mode;
      },
    };
    expect(await analyzed(elsewhere, out, {}, told)).toBe(run);
    expect(mode).toBe('reused');
    await writePhotos(elsewhere, { '1.jpg': photo(7, 60, 40).jpeg() });
    expect(await analyzed(elsewhere, out)).toBe(`${run}-2`);
  });

  it('exports what its pre-filter dropped too: the very files, under names of their own', async () => {
    const home = temporaryFolder();
    const folder = path.join(home, 'photos');
    const flat = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#667788' } })
      .webp()
      .toBuffer();
    await writePhotos(folder, {
      'a.jpg': photo(6, 80, 60).jpeg(),
      'flat.webp': flat,
      'z.tif': photo(1, 80, 60).blur(9).tiff(),
    });
    const run = await analyzed(folder, path.join(home, 'out'), options);
    const records = await recordsOf(run);
    expect(records.map(({ filename }) => filename)).toEqual(['frame_000000.jpg', null, null]);
    const review = { schema_version: 1, pinned: [1, 2], rejected: [] };
    writeFileSync(path.join(run, 'review.json'), JSON.stringify(review));
    const { target, names } = await exported(run, { name: '{stem}_{frame}', sidecar: 'csv' });
    expect(names).toEqual(['a_0.jpg', 'flat_1.webp', 'z_2.jpg']);
    expect(readFileSync(path.join(target, 'flat_1.webp')).equals(flat)).toBe(true);
    expect((await sharp(path.join(target, 'z_2.jpg')).metadata()).format).toBe('jpeg');
    const [header = ''] = readFileSync(path.join(target, 'metadata.csv'), 'utf8').split('\r\n');
    expect(header.endsWith(',original,error')).toBe(true);
    // The pictures are gone: what was dropped cannot be had any more, and is said to be lost.
    renameSync(folder, path.join(home, 'gone'));
    expect((await exported(run)).names).toEqual(['frame_000000.jpg']);
  });
});

describe('animations', () => {
  it('an animated WebP gives the frames and times of the GIF that it was made of', async () => {
    const home = temporaryFolder();
    const frames = Array.from({ length: 9 }, (_, i) =>
      photo(i + 1, 64, 48).png({ palette: true, colours: 32 }),
    );
    const pages = await Promise.all(frames.map((frame) => frame.toBuffer()));
    const delay = [100, 200, 50, 100, 1000, 40, 100, 300, 100];
    const animation = sharp(pages, { join: { animated: true } });
    await writePhotos(home, {
      'a.gif': animation.clone().gif({ delay, interFrameMaxError: 0 }),
    });
    const gif = readFileSync(path.join(home, 'a.gif'));
    await writePhotos(home, { 'b.webp': sharp(gif, { animated: true }).webp({ lossless: true }) });
    const out = path.join(home, 'out');
    const environment = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = path.join(home, 'cache');
    try {
      const [one, two] = [
        await analyzed(path.join(home, 'a.gif'), out, { method: 'all', png: true }),
        await analyzed(path.join(home, 'b.webp'), out, { method: 'all', png: true }),
      ];
      const [given, made] = [await recordsOf(one), await recordsOf(two)];
      expect(made).toHaveLength(9);
      const same = ({ pts: _, ...record }: (typeof made)[number]) => record;
      expect(made.map(same)).toEqual(given.map(same));
      for (const { filename } of made) {
        const [a, b] = [one, two].map((run) =>
          sharp(path.join(run, filename ?? ''))
            .raw()
            .toBuffer(),
        );
        expect((await a)?.equals((await b) ?? Buffer.alloc(0))).toBe(true);
      }
      expect(readdirSync(path.join(home, 'cache/framesift/converted'))).toHaveLength(1);
      const cut = path.join(home, 'cut.webp');
      copyFileSync(path.join(home, 'b.webp'), cut);
      writeFileSync(cut, readFileSync(cut).subarray(0, 600));
      await expect(analyzed(cut, out)).rejects.toMatchObject({ code: 'input_not_video' });
      expect(readdirSync(path.join(home, 'cache/framesift/converted'))).toHaveLength(1);
    } finally {
      if (environment === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = environment;
    }
  });
});
