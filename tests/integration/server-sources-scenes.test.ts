import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ScenesAnswer, scenesAnswerSchema } from '../../src/contract/http.ts';
import { EVERY_CASE } from '../../src/contract/sweep.fixture.ts';
import { h264, makeClip } from '../support/clips.ts';
import { ffmpeg, shownFrames } from '../support/ffmpeg.ts';
import { decodersGone, decodersOf } from '../support/session.ts';
import { errorOf, type SourceRoutes, sourceRoutes } from '../support/source-routes.ts';

const MINUTE = 60;
/** A minute of shots of three seconds; the luma steps by 60, 30, 60 and 90 of 255, so scores are a hundredth of that. */
const LEVELS =
  "geq=lum='st(0,mod(floor(T/3),4));50+60*eq(ld(0),1)+30*eq(ld(0),2)+90*eq(ld(0),3)':cb=128:cr=128";
const SHOTS = ['-f', 'lavfi', '-i', `color=black:s=64x48:r=10:d=${MINUTE},format=yuv420p,${LEVELS}`];
/** Cuts of that minute above a threshold. */
const CUTS = { 0.2: 19, 0.4: 14, 0.7: 4, 0.95: 0 } as const;

const minute = () => makeClip('minute.mp4', ...SHOTS, ...h264(40));
/** The same again and again for so many minutes; between them the luma steps by 90. */
const long = async (minutes: number) =>
  makeClip('long.mp4', '-stream_loop', String(minutes - 1), '-i', await minute(), '-c', 'copy');

/** Routes with a file in the home folder. */
async function withFile(file: string) {
  const routes = sourceRoutes();
  const copy = path.join(routes.home, path.basename(file));
  copyFileSync(file, copy);
  return { routes, file: copy };
}

const post = ({ request }: SourceRoutes, route: string, body: unknown, signal?: AbortSignal) =>
  request(route, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });

async function ask(routes: SourceRoutes, body: unknown): Promise<ScenesAnswer> {
  const response = await post(routes, '/probe/scenes', body);
  expect(response.status).toBe(200);
  return scenesAnswerSchema.parse(await response.json());
}

/** Asks for more until everything is seen: a busy machine may need several rounds. */
async function askForAll(routes: SourceRoutes, path: string, options: Record<string, unknown> = {}) {
  let answer = await ask(routes, { path, options });
  while (answer.more) answer = await ask(routes, { path, options, more: true });
  expect(answer).toMatchObject({ looked_at: 1, range: null, more: false });
  return answer.frames;
}

describe('POST /probe/scenes', () => {
  it('counts the cuts of a short video at any threshold, as FFmpeg does', async () => {
    const { routes, file } = await withFile(await minute());
    for (const [sceneThreshold, cuts] of Object.entries(CUTS)) {
      const found = await shownFrames(file, `select='gt(scene,${sceneThreshold})'`);
      expect(found.frames).toHaveLength(cuts);
      const options = { sceneThreshold: Number(sceneThreshold) };
      expect(await askForAll(routes, file, options), sceneThreshold).toBe(1 + cuts);
    }
    expect(await askForAll(routes, file)).toBe(1 + CUTS[0.4]);
    expect(await askForAll(routes, file, { fastScene: true })).toBe(1 + CUTS[0.4]);
  });

  it('counts those of the chosen part, of which the first frame is picked in any case', async () => {
    const { routes, file } = await withFile(await minute());
    // Cuts at 12, 15, 18, 21 and 24 s, that at 18 s with 0.3.
    expect(await askForAll(routes, file, { start: 10, end: 25 })).toBe(5);
    expect(await askForAll(routes, file, { start: 10, end: 25, sceneThreshold: 0.2 })).toBe(6);
    expect(await askForAll(routes, file, { start: 12, end: 25 })).toBe(4);
    expect(await askForAll(routes, file, { start: 12.5, end: 14 })).toBe(1);
    expect(await askForAll(routes, file, { end: 12 })).toBe(3);
  });

  it.each([
    ['in a transport stream', 'ts'],
    ['that does not say how long it is', 'mkv'],
  ])('counts those of a video %s', async (_, ending) => {
    const routes = sourceRoutes();
    const file = path.join(routes.home, `clip.${ending}`);
    const format = ending === 'ts' ? 'mpegts' : 'matroska';
    // What cannot be written again gets no length in its header.
    writeFileSync(file, await ffmpeg('-i', await minute(), '-c', 'copy', '-f', format, 'pipe:1'));
    expect(await askForAll(routes, file)).toBe(1 + CUTS[0.4]);
  });

  it.runIf(EVERY_CASE)(
    'extrapolates from a part of a long video, within seconds, and remembers what it saw',
    async () => {
      const minutes = 240;
      const { routes, file } = await withFile(await long(minutes));
      const truth = (cuts: number) => 1 + cuts * minutes + (minutes - 1);
      const begun = performance.now();
      const first = await ask(routes, { path: file });
      expect(performance.now() - begun).toBeLessThan(9000);
      expect(first.looked_at).toBeGreaterThan(0);
      expect(first.looked_at).toBeLessThan(1);
      let answer = first;
      while (answer.more) answer = await ask(routes, { path: file, more: true });
      expect(answer.looked_at).toBeGreaterThanOrEqual(first.looked_at);
      const { least, most } = answer.range ?? { least: answer.frames ?? 0, most: answer.frames ?? 0 };
      expect(truth(CUTS[0.4])).toBeGreaterThan(least * 0.75);
      expect(truth(CUTS[0.4])).toBeLessThan(most * 1.33);
      // Another threshold is counted in the same scores.
      for (const [sceneThreshold, cuts] of [
        [0.2, CUTS[0.2]],
        [0.5, CUTS[0.4]],
      ]) {
        const asked = performance.now();
        const other = await ask(routes, { path: file, options: { sceneThreshold } });
        expect(performance.now() - asked).toBeLessThan(2000);
        expect(other.looked_at).toBe(answer.looked_at);
        expect(other.frames).toBeGreaterThan(truth(cuts ?? 0) * 0.6);
        expect(other.frames).toBeLessThan(truth(cuts ?? 0) * 1.5);
      }
      const none = await ask(routes, { path: file, options: { sceneThreshold: 0.99 } });
      expect(none).toMatchObject({ frames: 1, range: { least: 1 } });
    },
    60_000,
  );

  it.runIf(EVERY_CASE)(
    'holds up nothing else, ends when nobody waits for it, and goes on from there',
    async () => {
      const { routes, file } = await withFile(await long(240));
      const gone = new AbortController();
      let answered = false;
      const asking = post(routes, '/probe/scenes', { path: file }, gone.signal).finally(() => {
        answered = true;
      });
      await expect.poll(() => decodersOf(file).length, { timeout: 5000 }).toBeGreaterThan(0);
      const other = path.join(routes.home, 'other.mp4');
      copyFileSync(await minute(), other);
      expect((await post(routes, '/probe', { path: other, index: true })).status).toBe(200);
      expect(answered).toBe(false);
      gone.abort();
      expect(await errorOf(await asking)).toMatchObject({ code: 'cancelled' });
      expect(await decodersGone(file)).toEqual([]);
      expect((await ask(routes, { path: file })).looked_at).toBeGreaterThan(0);
    },
  );

  it('says what is wrong with a question', async () => {
    const { routes, file } = await withFile(await minute());
    writeFileSync(path.join(routes.home, 'text.mp4'), 'not a video');
    const codeFor = async (body: unknown) => (await errorOf(await post(routes, '/probe/scenes', body))).code;
    expect(await codeFor({ path: path.join(routes.home, 'text.mp4') })).toBe('input_not_video');
    expect(await codeFor({ path: '/etc/hostname' })).toBe('path_refused');
    expect(await codeFor({ path: 'https://example.org/clip.mp4' })).toBe('url_refused');
    expect(await codeFor({ path: file, options: { start: 100 } })).toBe('range_empty');
    expect(await codeFor({ path: file, options: { start: 2, end: 1 } })).toBe('usage');
    expect(await codeFor({ path: file, options: { sceneThreshold: 2 } })).toBe('invalid_option');
    expect(await codeFor({ path: file, options: { shutter: 1 } })).toBe('unknown_option');
  });

  it('looks again when the file has changed', async () => {
    const { routes, file } = await withFile(await minute());
    expect(await askForAll(routes, file)).toBe(1 + CUTS[0.4]);
    copyFileSync(await makeClip('half.mp4', ...SHOTS, '-t', '30', ...h264(40)), file);
    expect(await askForAll(routes, file)).toBe(8);
  });
});
