import { isSeekable } from '../decode/decode-call.ts';
import type { DecodeMethod } from '../decode/decode-method.ts';
import { planDecode } from '../decode/decode-plan.ts';
import type { DecodeMeans } from './decode-means.ts';
import { DecodeRun, type DecodeSink } from './decode-run.ts';
import type { FrameSettings } from './frame-protocol.ts';
import { Lane } from './lane.ts';
import type { PreparedRun } from './prepare-run.ts';
import { spreadOf, wantedLanes } from './run-settings.ts';
import { decodeStills } from './stills/decode-stills.ts';

/**
 * Decodes the frames that a method picks from a frame number on and hands them to a sink in order.
 * When the signal stops it, the frames in hand that are certain are still handed on; the caller looks at the signal.
 */
export async function decodeFrames(
  run: PreparedRun,
  method: DecodeMethod,
  from: number,
  settings: FrameSettings,
  sink: DecodeSink,
  means: DecodeMeans,
): Promise<void> {
  const { video, map, range, chain, stills } = run;
  if (stills) return decodeStills(run, stills, method, from, settings, sink, means);
  const stretches = planDecode({
    map,
    method,
    range,
    from,
    seekable: isSeekable(video, map, chain, means.hwaccel),
    temporal: chain.temporal,
    lanes: wantedLanes(means.workers),
    pixels: video.probe.coded_width * video.probe.coded_height,
    ...(means.minStretch !== null && { minStretch: means.minStretch }),
  });
  if (stretches.length === 0 || means.signal.aborted) return;
  const spread = spreadOf(means.workers, stretches.length);
  const job = {
    video,
    map,
    method,
    range,
    from,
    chain,
    hwaccel: means.hwaccel,
    threads: spread.threads,
    identified: settings.masks !== null,
    beside: settings.shots?.where === 'beside' ? settings.shots.filters : null,
  };
  const lanes: Lane[] = [];
  let stop = () => {};
  try {
    while (lanes.length < spread.lanes) {
      lanes.push(new Lane(means.ffmpeg, settings, spread.workers, means.streamed));
    }
    const decoding = new DecodeRun(job, stretches, lanes, sink);
    stop = () => decoding.stop();
    means.signal.addEventListener('abort', stop, { once: true });
    await decoding.run();
    await Promise.all(lanes.map((lane) => lane.leave()));
  } finally {
    means.signal.removeEventListener('abort', stop);
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}
