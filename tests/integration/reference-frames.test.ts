import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { type Analysed, analyzeClip } from '../support/analysis.ts';
import {
  type FrameReference,
  frameReference,
  referencedClips,
  sharedClip,
  streamOf,
} from '../support/frame-reference.ts';
import { commandLine } from '../support/in-process.ts';
import { expectReferenceMetrics } from '../support/metric-reference.ts';
import { inPairs } from '../support/pairs.ts';
import { hasShared, temporaryFolder } from '../support/project.ts';
import { readStrip } from '../support/strip.ts';

/** Clips with packets that can't be decoded: their references count decoded frames, so pts is compared. */
const DAMAGED = new Set(['damaged.mp4', 'truncated-faststart.mp4']);

/** Each frame once, in order. */
const once = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);

interface Method {
  readonly options: Record<string, unknown>;
  readonly keeps: readonly number[];
}

/**
 * Clips whose frames stand at uneven, hidden or repeated times, or are damaged. What an interval picks of the others
 * depends on nothing but the times of their frames: known-picks.test.ts compares it with the references.
 */
const UNEVEN = /^(?:anim|damaged|dup|edit|late|start|truncated|ts-wrap|vfr|vp9-alpha)/;

function methodsOf({ clip, strip, keep, frames }: FrameReference): Method[] {
  const all = frames.map(({ n }) => n);
  const interval = once(keep.interval['0.5']?.first_at_or_after ?? []);
  // Large pictures without numbers in them: looked at, measured, but not all written.
  const sparing = strip ? { jpgQuality: 50 } : { preFilter: 'overall', preMinQuality: 85 };
  return [
    { options: { method: 'keyframes' }, keeps: keep.keyframes_pict_type_I },
    ...(UNEVEN.test(clip) ? [{ options: { method: 'interval', interval: 0.5 }, keeps: interval }] : []),
    { options: { method: 'scene' }, keeps: once([0, ...(keep.scene['0.4'] ?? []).map(({ n }) => n)]) },
    { options: { method: 'all', ...sparing }, keeps: all },
  ];
}

/** Clips whose shots are looked at as well; the runs of these have two workers. */
const WITH_SHOTS = new Set([
  ...['real-montage.mp4', 'real-bbb-opening.webm', 'black-title.mp4', 'vfr.mkv', 'interlaced-tff.ts'],
  ...['anamorphic-4x3.mp4', 'hdr10-pq.mp4', 'hevc-10bit.mp4', 'odd-641x359-444.mp4', 'rot-90.mp4'],
  ...['edit-list.mp4', 'open-gop.mp4', 'anim.gif', 'vp9-alpha.webm', 'dup-frames.mp4'],
]);

interface Shot {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** What `framesift shots` finds. */
async function shotsOf(file: string): Promise<readonly Shot[]> {
  const { out } = await commandLine('shots', file, '--json');
  const { shots }: { shots: Shot[] } = JSON.parse(out[0] ?? '');
  return shots;
}

/** The records of a run of `all` or `scene` name the shots that `framesift shots` finds. */
function expectShots({ records }: Pick<Analysed, 'records'>, shots: readonly Shot[], label: string): void {
  expect(records.length, label).toBeGreaterThan(0);
  const expected = records.map(
    ({ frame_number: n }) => shots.find(({ start, end }) => start <= n && n < end)?.id,
  );
  expect(
    records.map(({ shot_id }) => shot_id),
    label,
  ).toEqual(expected);
}

/** Greatest difference of a time rounded to 6 decimals. */
const TIME_TOLERANCE = 1.1e-6;

describe.runIf(hasShared)('frames of the reference clips', () => {
  it.each(casesOf(hasShared ? referencedClips() : [], 4))(
    '%s: the methods keep their frames, in pictures and scores too',
    async (clip) => {
      const reference = frameReference(clip);
      const folder = temporaryFolder();
      const shots = WITH_SHOTS.has(clip) ? await shotsOf(sharedClip(clip)) : null;
      for (const { options, keeps } of methodsOf(reference)) {
        const told = /^(?:all|scene)$/.test(String(options.method)) ? shots : null;
        const workers = told ? 2 : 1;
        const run = await analyzeClip(sharedClip(clip), folder, { ...options, ...streamOf(clip), workers });
        const wanted = keeps.map((n) => reference.frames[n]);
        const label = `${clip} ${options.method}`;
        expect(
          run.decoded.map(({ pts }) => pts),
          label,
        ).toEqual(wanted.map((frame) => frame?.stream_pts));
        if (!DAMAGED.has(clip))
          expect(
            run.decoded.map((record) => record.frame_number),
            label,
          ).toEqual(keeps);
        for (const [i, { time }] of run.decoded.entries()) {
          expect(Math.abs(time - (wanted[i]?.t ?? Number.NaN)), label).toBeLessThan(TIME_TOLERANCE);
        }
        const kept = run.records.filter(({ status }) => status === 'kept');
        expect(run.pictures, label).toEqual(kept.map(({ filename }) => filename));
        expect(run.counts.kept, label).toBe(kept.length);
        if (told) expectShots(run, told, label);
        if (options.method !== 'all') continue;
        if (reference.strip) await checkStrips(reference, run);
        else expectReferenceMetrics(clip, run.records);
      }
    },
  );

  it.each(['all', 'scene'])('people-mixed.mp4: the records of %s name their shots', async (method) => {
    const clip = sharedClip('people-mixed.mp4');
    const options = { method, workers: 2, preFilter: 'overall', preMinQuality: 100 };
    expectShots(await analyzeClip(clip, temporaryFolder(), options), await shotsOf(clip), method);
  });
});

async function checkStrips(reference: FrameReference, run: Awaited<ReturnType<typeof analyzeClip>>) {
  const { x0 = 0, y0 = 0 } = reference.strip ?? {};
  const { probe } = run.file;
  const turned = probe.rotation % 180 !== 0;
  const place = {
    ...{ x0, y0 },
    scaleX: probe.width / (turned ? probe.coded_height : probe.coded_width),
    scaleY: probe.height / (turned ? probe.coded_width : probe.coded_height),
  };
  const byPts = new Map(reference.frames.map((frame) => [frame.stream_pts, frame.id]));
  const written = run.records.filter(({ filename }) => filename !== null);
  const read = await inPairs(written, ({ filename }) =>
    readStrip(path.join(run.folder, `${filename}`), place),
  );
  const ids = written.map(({ pts }) => byPts.get(pts) ?? null);
  // Ids that damage makes unreadable say nothing.
  expect(
    read.map((id, i) => (ids[i] === null ? null : id)),
    reference.clip,
  ).toEqual(ids);
}
