import { describe, expect, it, vi } from 'vitest';
import { probeSchema } from '../contract/probe.ts';
import type { DecoderEnd } from '../decode/decoder.ts';
import { FrameIndex } from '../decode/frame-index.ts';
import type { Stretch } from '../decode/stretch.ts';
import { type DecodeJob, type DecodeLane, DecodeRun, type DecodeSink } from './decode-run.ts';
import type { FrameResult } from './frame-protocol.ts';
import type { LaneEvents } from './lane.ts';

const TICK = 512;
const LENGTH = 200;
const probe = probeSchema.parse({
  ...{ container: 'mov,mp4', duration: 8, start_time: 0, stream_index: 0, codec: 'h264', profile: null },
  ...{ coded_width: 16, coded_height: 16, width: 16, height: 16, pixel_aspect: { num: 1, den: 1 } },
  ...{ rotation: 0, flipped: false, pixel_format: 'yuv420p', bit_depth: 8, color_range: 'limited' },
  ...{ color_space: null, color_transfer: null, color_primaries: null, hdr: null, interlaced: false },
  ...{ frame_rate: { num: 25, den: 1 }, nominal_frame_rate: { num: 25, den: 1 }, variable_frame_rate: false },
  ...{ time_base: { num: 1, den: 12_800 }, frame_count: LENGTH },
});
const index = new FrameIndex(
  Float64Array.from({ length: LENGTH }, (_, i) => i * TICK),
  probe.time_base,
  0,
);

const FLAGS = { big_endian: 0, palette: 0, hwaccel: 0, planar: 1, rgb: 0, alpha: 0 };

function jobOf(hwaccel: string): DecodeJob {
  return {
    video: {
      file: '/clip.mp4',
      probe,
      orientation: { rotation: 0, flipped: false, filters: [] },
      pixelFormat: { name: 'yuv420p', nb_components: 3, flags: FLAGS },
      reorders: true,
      promised: null,
      extradata: null,
    },
    map: { index, origin: 'packets', pictures: null },
    method: { kind: 'all' },
    range: { first: 0, end: LENGTH },
    from: 0,
    chain: {
      ...{ width: 16, height: 16, filters: [], format: 'yuv420p', range: 'limited', matrix: null },
      ...{ temporal: false, warnings: [] },
    },
    hwaccel,
    identified: false,
    threads: 1,
    beside: null,
  };
}

const stretchOf = (first: number, end: number, seekTo: number | null = null): Stretch => ({
  numbers: { first, end },
  seekTo,
  keyOnly: false,
  limit: null,
  expected: 'all',
});

const ended = (changes: Partial<DecoderEnd> = {}): DecoderEnd => ({
  frames: 1,
  landing: null,
  exitCode: 0,
  messages: [],
  ...changes,
});

const result = (sequence: number, area: number | null): FrameResult => ({
  sequence,
  scores: { sharpness: 1, edge_strength: 1, contrast: 1, brightness: 1, entropy: 1 },
  quality: 1,
  sharpnessRaw: 1,
  edgeRaw: 1,
  reason: area === null ? 'quality' : null,
  faces: null,
  cells: null,
  area,
});

const identify = (events: LaneEvents, number: number, landing: number | null = null) =>
  events.onIdentity({ pts: number * TICK, pictureType: 'P' }, landing);

/** A lane that plays what a test says, one script a call. */
function lane(
  ...scripts: ((events: LaneEvents, stopped: Promise<void>) => Promise<DecoderEnd>)[]
): DecodeLane & { readonly threads: readonly number[] } {
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const threads: number[] = [];
  const run: DecodeLane['run'] = async (call, events) => {
    threads.push(call.threads);
    return (await scripts.shift()?.(events, stopped)) ?? ended();
  };
  return { run, stop: () => stop(), threads };
}

function sinkOf(changes: Partial<DecodeSink> = {}) {
  const recorded: string[] = [];
  const written: number[] = [];
  const warnings: string[] = [];
  const sink: DecodeSink = {
    record: async (frame) => void recorded.push(`${frame.frameNumber}${frame.result ? '' : ' damaged'}`),
    writePicture: async (number) => void written.push(number),
    warn: (message) => void warnings.push(message),
    ...changes,
  };
  return { sink, recorded, written, warnings };
}

/** Shows and measures the frames of a stretch, none of them to be written. */
function play(events: LaneEvents, first: number, end: number): void {
  for (let number = first; number < end; number++) {
    identify(events, number, first * TICK);
    events.onOutcome({ result: result(number - first, null), picture: null });
  }
}

const picture = () => ({ pixels: Buffer.alloc(0), release: vi.fn() });
const all = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);

describe('DecodeRun', () => {
  it('records the frames of stretches that end in another order in frame order', async () => {
    const { sink, recorded } = sinkOf();
    let second = () => {};
    const afterSecond = new Promise<void>((resolve) => {
      second = resolve;
    });
    const one = lane(async (events) => {
      await afterSecond;
      play(events, 0, 100);
      return ended();
    });
    const two = lane(async (events) => {
      play(events, 100, LENGTH);
      second();
      return ended({ landing: 100 * TICK });
    });
    await new DecodeRun(
      jobOf('none'),
      [stretchOf(0, 100), stretchOf(100, LENGTH, 100)],
      [one, two],
      sink,
    ).run();
    expect(recorded).toEqual(all(0, LENGTH));
  });

  it.each([0, 69, 1])(
    'takes exit code %i after frames as the end: what is missing is damaged',
    async (exitCode) => {
      const { sink, recorded } = sinkOf();
      const only = lane(async (events) => {
        play(events, 0, 198);
        return ended({ exitCode, frames: 198 });
      });
      await new DecodeRun(jobOf('none'), [stretchOf(0, LENGTH)], [only], sink).run();
      expect(recorded).toEqual([...all(0, 198), '198 damaged', '199 damaged']);
    },
  );

  it.each([null, 255])(
    'takes exit code %s as an interruption: nothing missing is called damaged',
    async (exitCode) => {
      const { sink, recorded } = sinkOf();
      const only = lane(async (events) => {
        play(events, 0, 150);
        return ended({ exitCode, frames: 150 });
      });
      const run = new DecodeRun(jobOf('none'), [stretchOf(0, LENGTH)], [only], sink).run();
      await expect(run).rejects.toMatchObject({ code: 'decode_failed' });
      expect(recorded).toEqual(all(0, 86));
    },
  );

  it('goes on with one thread behind the last certain frame when a packet is damaged', async () => {
    const { sink, recorded } = sinkOf();
    const only = lane(
      async (events, stopped) => {
        play(events, 0, 90);
        events.onDamage();
        await stopped;
        identify(events, 90);
        events.onOutcome({ result: result(90, null), picture: null });
        return ended({ exitCode: null, frames: 91 });
      },
      async (events) => {
        events.onDamage();
        play(events, 90, 150);
        return ended({ frames: 60 });
      },
    );
    const job = { ...jobOf('none'), threads: 0 };
    await new DecodeRun(job, [stretchOf(0, LENGTH)], [only], sink).run();
    expect(recorded).toEqual([...all(0, 150), ...all(150, LENGTH).map((number) => `${number} damaged`)]);
    expect(only.threads).toEqual([0, 1]);
  });

  it('fails with the last message of an ffmpeg that never began', async () => {
    const only = lane(async () => ended({ frames: 0, exitCode: 1, messages: ['one', 'no such filter'] }));
    const run = new DecodeRun(jobOf('none'), [stretchOf(0, LENGTH)], [only], sinkOf().sink).run();
    await expect(run).rejects.toMatchObject({ code: 'decode_failed', details: { reason: 'no such filter' } });
  });

  it('decodes in software, with a warning, when the hardware can not', async () => {
    const { sink, recorded, warnings } = sinkOf();
    const only = lane(
      async () => ended({ frames: 0, exitCode: 69 }),
      async (events) => {
        play(events, 0, LENGTH);
        return ended();
      },
    );
    await new DecodeRun(jobOf('vaapi'), [stretchOf(0, LENGTH)], [only], sink).run();
    expect(recorded).toEqual(all(0, LENGTH));
    expect(warnings).toEqual([expect.stringContaining('vaapi')]);
  });

  it('starts from the beginning where a seek lands too late, and frees the pictures of the first try', async () => {
    const { sink, recorded, written } = sinkOf();
    const early = picture();
    const late = picture();
    const only = lane(
      async (events, stopped) => {
        events.onOutcome({ result: result(0, 0), picture: early });
        identify(events, 103, 103 * TICK);
        await stopped;
        events.onIdentitiesEnd();
        events.onOutcome({ result: result(1, 1), picture: late });
        return ended({ exitCode: null, landing: 103 * TICK });
      },
      async (events) => {
        play(events, 100, LENGTH);
        return ended();
      },
    );
    await new DecodeRun(jobOf('none'), [stretchOf(100, LENGTH, 100)], [only], sink).run();
    expect(recorded).toEqual(all(100, LENGTH));
    expect(written).toEqual([]);
    for (const { release } of [early, late]) expect(release).toHaveBeenCalledOnce();
  });

  it('frees every picture once, whether it is written, fails, or never gets an identity', async () => {
    const { sink } = sinkOf({
      writePicture: (number) => (number === 1 ? Promise.reject(new Error('disk')) : Promise.resolve()),
    });
    const pictures = Array.from({ length: 6 }, picture);
    const only = lane(async (events, stopped) => {
      for (const [sequence, one] of pictures.slice(0, 4).entries()) {
        events.onOutcome({ result: result(sequence, 0), picture: one });
      }
      for (const number of [0, 1, 2]) identify(events, number);
      await stopped;
      events.onOutcome({ result: result(4, 0), picture: pictures[4] ?? null });
      events.onIdentitiesEnd();
      events.onOutcome({ result: result(5, 0), picture: pictures[5] ?? null });
      return ended({ exitCode: null });
    });
    await expect(new DecodeRun(jobOf('none'), [stretchOf(0, LENGTH)], [only], sink).run()).rejects.toThrow(
      'disk',
    );
    expect(pictures.map(({ release }) => release.mock.calls.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('ends only when pictures under way are written, also when a lane fails', async () => {
    let done = false;
    const { sink } = sinkOf({
      writePicture: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        done = true;
      },
    });
    const only = lane(async (events) => {
      events.onOutcome({ result: result(0, 0), picture: picture() });
      identify(events, 0);
      throw new Error('worker');
    });
    await expect(new DecodeRun(jobOf('none'), [stretchOf(0, LENGTH)], [only], sink).run()).rejects.toThrow(
      'worker',
    );
    expect(done).toBe(true);
  });

  it('stops the other lanes when recording fails, and begins no further stretch', async () => {
    const { sink } = sinkOf({ record: () => Promise.reject(new Error('full')) });
    const began: number[] = [];
    const one = lane(
      async (events) => {
        began.push(0);
        play(events, 0, 50);
        return ended();
      },
      async () => {
        began.push(2);
        return ended();
      },
    );
    const two = lane(async (_, stopped) => {
      began.push(1);
      await stopped;
      return ended({ exitCode: null });
    });
    const stretches = [stretchOf(0, 50), stretchOf(50, 100), stretchOf(100, LENGTH)];
    await expect(new DecodeRun(jobOf('none'), stretches, [one, two], sink).run()).rejects.toThrow('full');
    expect(began).toEqual([0, 1]);
  });

  it('fails when a frame has a time that the index does not know', async () => {
    const { sink } = sinkOf();
    const only = lane(async (events, stopped) => {
      events.onIdentity({ pts: 7, pictureType: 'I' }, null);
      await stopped;
      return ended({ exitCode: null });
    });
    const run = new DecodeRun(jobOf('none'), [stretchOf(0, LENGTH)], [only], sink).run();
    await expect(run).rejects.toMatchObject({ code: 'identity_lost' });
  });
});
