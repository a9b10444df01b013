import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type ProbeAnswer, probeAnswerSchema } from '../../src/contract/http.ts';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { unprivileged } from '../../src/server/unprivileged.fixture.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { shownFrames } from '../support/ffmpeg.ts';
import { hasShared, SHARED } from '../support/project.ts';
import { errorOf, type SourceRoutes, sourceRoutes } from '../support/source-routes.ts';

const ordinary = () => makeClip('clip.mp4', ...scenesInput(), ...h264(10));

/** Routes with a file in the home folder. */
async function withFile(file: string, name = path.basename(file)) {
  const routes = sourceRoutes();
  const copy = path.join(routes.home, name);
  copyFileSync(file, copy);
  return { routes, file: copy };
}

const post = ({ request }: SourceRoutes, body: unknown) =>
  request('/probe', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

async function probe(routes: SourceRoutes, body: unknown): Promise<ProbeAnswer> {
  const response = await post(routes, body);
  expect(response.status).toBe(200);
  return probeAnswerSchema.parse(await response.json());
}

const counts = ({ estimates }: ProbeAnswer) =>
  Object.fromEntries(estimates.map(({ method, frames, exact }) => [method, exact ? frames : `~${frames}`]));

describe('POST /probe', () => {
  it('guesses quickly, and counts exactly what a run will look at', async () => {
    const { routes, file } = await withFile(await ordinary());
    const quick = await probe(routes, { path: file });
    expect(quick).toMatchObject({
      name: 'clip.mp4',
      source: { path: file },
      probe: { width: 160, height: 120, codec: 'h264', duration: 3 },
      warnings: [],
    });
    expect(counts(quick)).toEqual({ keyframes: '~8', interval: '~1', scene: '~null', all: '~75' });
    const exact = await probe(routes, { path: file, index: true });
    const keyframes = await shownFrames(file, "select='eq(pict_type,I)'");
    expect(counts(exact)).toEqual({
      keyframes: keyframes.frames.length,
      interval: 1,
      scene: '~null',
      all: 75,
    });
    for (const { seconds } of [...quick.estimates, ...exact.estimates]) {
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(10);
    }
  });

  it('honours the options', async () => {
    const { routes, file } = await withFile(await ordinary());
    const options = { start: 1, end: 2, interval: 0.25, maxGap: 0.1, png: true };
    const inPart = await shownFrames(file, "select='gte(t,1)*lt(t,2)'");
    const answer = await probe(routes, { path: file, options, index: true });
    expect(counts(answer)).toMatchObject({ interval: 4, all: inPart.frames.length });
    const keyframes = answer.estimates[0]?.frames ?? 0;
    const plain = await probe(routes, { path: file, options: { ...options, maxGap: null }, index: true });
    expect(keyframes).toBeGreaterThan(plain.estimates[0]?.frames ?? 0);
    expect(counts(await probe(routes, { path: file, options }))).toMatchObject({
      interval: '~4',
      all: '~25',
    });
    // Following a subject takes most of a second a frame.
    const secondsOf = async (more: object) =>
      (await probe(routes, { path: file, options: { ...options, ...more }, index: true })).estimates.at(-1)
        ?.seconds ?? 0;
    const frames = inPart.frames.length;
    expect(await secondsOf({ enableSubjectMask: true })).toBeGreaterThan(
      (await secondsOf({})) + frames * 0.1,
    );
    // While the form is being filled in, a pre-filter has no limits yet.
    await probe(routes, { path: file, options: { preFilter: 'metrics' } });
  });

  it.each([
    [{ interval: 0 }, 400, 'invalid_option'],
    [{ interval: 'often' }, 400, 'invalid_option'],
    [{ start: -1 }, 400, 'invalid_option'],
    [{ method: 'best' }, 400, 'invalid_option'],
    [{ shutter: 1 }, 400, 'unknown_option'],
    [{ start: 2, end: 1 }, 400, 'usage'],
    [{ start: 100 }, 422, 'range_empty'],
    [{ stream: 7 }, 422, 'stream_missing'],
  ])('refuses %j', async (options, status, code) => {
    const { routes, file } = await withFile(await ordinary());
    expect(await errorOf(await post(routes, { path: file, options }))).toMatchObject({ status, code });
    expect(await errorOf(await post(routes, { path: file, options, index: true }))).toMatchObject({ code });
  });

  it('says what is wrong with a file', async () => {
    const clip = await ordinary();
    const { routes, file } = await withFile(clip);
    const at = (name: string) => path.join(routes.home, name);
    writeFileSync(at('empty.mp4'), '');
    writeFileSync(at('text.mp4'), 'not a video');
    writeFileSync(at('list.mp4'), `#EXTM3U\n#EXTINF:1,\n${file}\n`);
    mkdirSync(at('folder.mp4'));
    symlinkSync('/etc/hostname', at('leak.mp4'));
    copyFileSync(clip, at('cut.mp4'));
    truncateSync(at('cut.mp4'), 2000);
    const sound = await makeClip('sound.mp4', '-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac');
    copyFileSync(sound, at('sound.mp4'));
    const codeFor = async (name: string) => (await errorOf(await post(routes, { path: at(name) }))).code;
    expect(await codeFor('empty.mp4')).toBe('input_empty');
    expect(await codeFor('text.mp4')).toBe('input_not_video');
    expect(await codeFor('list.mp4')).toBe('input_playlist');
    expect(await codeFor('folder.mp4')).toBe('input_folder_empty');
    expect(await codeFor('leak.mp4')).toBe('path_refused');
    expect(await codeFor('cut.mp4')).toBe('input_not_video');
    expect(await codeFor('sound.mp4')).toBe('input_no_video');
    expect(await codeFor('gone.mp4')).toBe('input_missing');
    for (const name of ['clip.mp4', `${routes.home}/../home/clip.mp4`, '/etc/hostname', '/no/such/file']) {
      expect(await errorOf(await post(routes, { path: name })), name).toMatchObject({ code: 'path_refused' });
    }
    const address = { path: 'https://example.org/clip.mp4' };
    expect(await errorOf(await post(routes, address))).toMatchObject({ code: 'url_refused' });
    expect(await errorOf(await post(routes, {}))).toMatchObject({ status: 400, code: 'request_invalid' });
  });

  it('says that a file may not be read', async () => {
    const { routes, file } = await withFile(await ordinary());
    chmodSync(file, 0);
    await unprivileged(path.dirname(routes.home), async () => {
      expect(await errorOf(await post(routes, { path: file }))).toMatchObject({ code: 'input_unreadable' });
    });
  });

  it('warns of a file that is cut off, once its packets are read', async () => {
    const clip = await makeClip('whole.mkv', ...scenesInput(), ...h264(10));
    const { routes, file } = await withFile(clip);
    truncateSync(file, 30_000);
    expect((await probe(routes, { path: file })).warnings).toEqual([]);
    const { warnings, estimates } = await probe(routes, { path: file, index: true });
    expect(warnings).toEqual([
      expect.stringMatching(/^The file is cut off: its video ends at .* missing\)$/),
    ]);
    expect(estimates.at(-1)).toMatchObject({ method: 'all', exact: true });
    expect(estimates.at(-1)?.frames).toBeLessThan(75);
  });

  it('looks again when the file has changed', async () => {
    const { routes, file } = await withFile(await ordinary());
    const before = await probe(routes, { path: file, index: true });
    copyFileSync(await makeClip('short.mp4', ...scenesInput(), '-t', '1', ...h264(5)), file);
    const after = await probe(routes, { path: file, index: true });
    expect(after.source.fingerprint).not.toBe(before.source.fingerprint);
    expect(counts(after)).toMatchObject({ all: 25, keyframes: 5 });
  });

  it('ends when the client goes away', async () => {
    const { routes, file } = await withFile(await ordinary());
    const gone = new AbortController();
    const asking = routes.request('/probe', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ path: file, index: true }),
      signal: gone.signal,
    });
    gone.abort();
    expect(await errorOf(await asking)).toMatchObject({ code: 'cancelled' });
    expect(counts(await probe(routes, { path: file, index: true }))).toMatchObject({ all: 75 });
  });

  it.skipIf(!hasShared).each(
    casesOf(
      [
        ['rot-90.mp4', /turned by 90 degrees/],
        ['hdr10-pq.mp4', /^HDR/],
        ['vfr.mp4', /varies/],
        ['anamorphic-4x3.mp4', /stretched to 384 x 216/],
        ['interlaced-tff.ts', /interlaced/],
        ['broken/truncated-faststart.mp4', /cut off/],
        ['cfr-25.mp4', /^$/],
      ],
      3,
    ),
  )('says what is special about %s', async (name, warning) => {
    const routes = sourceRoutes({}, [SHARED]);
    const { warnings } = await probe(routes, { path: path.join(SHARED, 'media', name), index: true });
    expect(warnings.join('; ')).toMatch(warning);
  });
});

/** Red for two seconds, then blue; the left half is brighter. */
const twoColours = (...more: string[]) =>
  makeClip(
    'colours.mp4',
    ...['-f', 'lavfi', '-i', 'color=c=0x400000:s=320x180:r=25:d=2'],
    ...['-f', 'lavfi', '-i', 'color=c=0x000040:s=320x180:r=25:d=2'],
    '-filter_complex',
    '[0][1]concat,drawbox=x=0:y=0:w=160:h=180:c=white@0.7:t=fill,format=yuv420p',
    ...h264(100),
    ...more,
  );

/** An MP4 whose picture is to be turned clockwise by a quarter: the matrix in its track header (ISO 14496-12). */
function turned(clip: Buffer): Buffer {
  const matrix = clip.indexOf('tkhd') + 4 + 40;
  for (const [i, value] of [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000].entries()) {
    clip.writeInt32BE(value, matrix + i * 4);
  }
  return clip;
}

async function strip({ request }: SourceRoutes, query: Record<string, string>, init?: RequestInit) {
  return request(`/probe/thumbnail?${new URLSearchParams(query)}`, init);
}

async function pixelsOf(response: Response) {
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('image/webp');
  const image = sharp(Buffer.from(await response.arrayBuffer()));
  const { format } = await image.metadata();
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => {
    const place = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
    return [...data.subarray(place, place + 3)];
  };
  return { format, width: info.width, height: info.height, at };
}

describe('GET /probe/thumbnail', () => {
  it('shows the place that was asked for, also far from a keyframe', async () => {
    const { routes, file } = await withFile(await twoColours());
    for (const [at, colour] of [
      ['0', 0],
      ['0.3', 0],
      ['0.6', 2],
      ['1', 2],
    ] as const) {
      const picture = await pixelsOf(await strip(routes, { path: file, at, width: '96' }));
      expect(picture).toMatchObject({ format: 'webp', width: 96, height: 54 });
      const pixel = picture.at(0.75, 0.5);
      expect(pixel.indexOf(Math.max(...pixel)), at).toBe(colour);
    }
  });

  it('stands upright and has the right shape', async () => {
    const clip = await twoColours();
    const { routes, file } = await withFile(clip);
    writeFileSync(file, turned(readFileSync(clip)));
    const upright = await pixelsOf(await strip(routes, { path: file, at: '0.1', width: '90' }));
    expect(upright).toMatchObject({ width: 90, height: 160 });
    // The bright left half of the stored picture is on top after a quarter turn clockwise.
    expect(upright.at(0.5, 0.2)[0]).toBeGreaterThan(150);
    expect(upright.at(0.5, 0.8)[0]).toBeLessThan(100);
    const wide = await makeClip('wide.mp4', '-i', clip, '-vf', 'setsar=2', ...h264(10));
    const stretched = await withFile(wide);
    expect(await pixelsOf(await strip(stretched.routes, { path: stretched.file, at: '0' }))).toMatchObject({
      width: 160,
      height: 46,
    });
  });

  it('is asked for again with its tag, which changes with the file', async () => {
    const { routes, file } = await withFile(await twoColours());
    const query = { path: file, at: '0.5', width: '64' };
    const first = await strip(routes, query);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const tag = first.headers.get('etag') ?? '';
    const known = { headers: { 'If-None-Match': tag } };
    expect((await strip(routes, query, known)).status).toBe(304);
    expect((await strip(routes, { ...query, width: '80' }, known)).status).toBe(200);
    copyFileSync(await ordinary(), file);
    expect((await strip(routes, query, known)).status).toBe(200);
  });

  it('refuses what is no place, no video or not allowed', async () => {
    const { routes, file } = await withFile(await twoColours());
    writeFileSync(path.join(routes.home, 'text.mp4'), 'text');
    const codeFor = async (query: Record<string, string>) => (await errorOf(await strip(routes, query))).code;
    for (const at of ['-0.1', '1.1', 'x', 'NaN']) {
      expect(await codeFor({ path: file, at }), at).toBe('request_invalid');
    }
    expect(await codeFor({ path: file, at: '0', width: '4000' })).toBe('request_invalid');
    expect(await codeFor({ path: path.join(routes.home, 'text.mp4'), at: '0' })).toBe('input_not_video');
    expect(await codeFor({ path: '/etc/hostname', at: '0' })).toBe('path_refused');
    expect(await codeFor({ path: file, at: '0', stream: '9' })).toBe('stream_missing');
  });

  it('answers many at once, and goes on when clients leave', async () => {
    const { routes, file } = await withFile(await ordinary());
    const gone = new AbortController();
    const places = Array.from({ length: 12 }, (_, i) => String(i / 12));
    const left = places.map((at) => strip(routes, { path: file, at, width: '50' }, { signal: gone.signal }));
    const stayed = places.map((at) => strip(routes, { path: file, at, width: '60' }));
    gone.abort();
    for (const response of await Promise.all(left)) expect((await errorOf(response)).code).toBe('cancelled');
    for (const response of await Promise.all(stayed)) expect(response.status).toBe(200);
  });

  it
    .skipIf(!hasShared)
    .each([
      ...['hdr10-pq.mp4', 'hlg.mp4', 'vp9-alpha.webm', 'anim.gif', 'anim.apng', 'interlaced-tff.ts'],
      ...['ts-wrap.ts', 'one-frame.mp4', 'late-video.mp4', 'odd-641x359-444.mp4'],
    ])('shows %s', async (name) => {
    const routes = sourceRoutes({}, [SHARED]);
    for (const at of ['0.5', '1']) {
      const response = await strip(routes, { path: path.join(SHARED, 'media', name), at });
      expect(response.status, `at ${at}`).toBe(200);
    }
  });
});
