import path from 'node:path';
import { toFileError } from '../contract/file-error.ts';
import { type Analysis, meansOf, warn } from './analysis.ts';
import { decodeFrames } from './decode-frames.ts';
import type { DecodeSink } from './decode-run.ts';
import { FaceComparison } from './faces/face-comparison.ts';
import type { FrameSettings } from './frame-protocol.ts';
import type { Journal } from './journal.ts';
import { pictureSink } from './picture-sink.ts';
import type { PreparedRun } from './prepare-run.ts';
import type { ProgressRecorder } from './progress-file.ts';
import type { ProgressMeter } from './progress-meter.ts';
import { type RecordContext, recordOf } from './records.ts';
import { frameSettings, pictureFormat } from './run-settings.ts';
import type { RunShots } from './shots/run-shots.ts';
import { shotSampling } from './shots/settle-sampling.ts';
import type { FrameCells } from './stretch-frames.ts';
import { MASK_FOLDER } from './subject/mask-files.ts';
import type { RunMasks } from './subject/run-masks.ts';

/** What records say beyond their frame. */
export interface Told {
  /** Null where none are made. */
  readonly masks: RunMasks | null;
  /** Null where they are not told apart, or known before. */
  readonly shots: RunShots | null;
}

/** What follows a run as it goes. */
export interface Progress {
  readonly recorder: ProgressRecorder;
  readonly meter: ProgressMeter;
  /** Told the time of every recorded frame that could be decoded, seconds. */
  readonly onTime: (time: number) => void;
}

/** Decodes, measures and records everything from a frame number on. */
export async function recordFrames(
  at: Analysis,
  run: PreparedRun,
  journal: Journal,
  from: number,
  { recorder, meter, onTime }: Progress,
  { masks, shots }: Told,
): Promise<void> {
  const settings: FrameSettings = frameSettings(
    at.options,
    run.video,
    run.chain,
    at.context.simd ?? null,
    at.faces?.settings ?? null,
    masks && { folder: path.join(at.folder.path, MASK_FOLDER) },
    shots && shotSampling(run),
  );
  const format = pictureFormat(at.options, settings);
  const { pictures } = run.map;
  const context: RecordContext = {
    index: run.map.index,
    method: run.method,
    range: run.range,
    pictureType: format.type,
    faces: at.faces && new FaceComparison(at.faces.facts.references, at.faces.facts.dimensions),
    masks,
    shots: shots !== null,
    isIntra: pictures && ((number) => pictures.intra[number] === 1),
  };
  const start = run.map.index.timeAt(run.map.index.ptsOf(run.range.first));
  const refused = (thrown: unknown) => {
    throw toFileError(thrown, at.folder.path);
  };
  const measured = async (cells: readonly FrameCells[]) => shots?.take(cells).catch(refused);
  const sink: DecodeSink = {
    writePicture: pictureSink(at, format),
    record: async (frame) => {
      const record = recordOf(frame, context, journal.recorded);
      const embeddings = frame.result?.faces?.flatMap(({ embedding }) => embedding ?? []);
      await measured(frame.cells ?? []);
      await journal.append(record, embeddings).catch(refused);
      if (record.status !== 'error') onTime(record.time);
      at.context.emit({ event: 'frame', record });
      if (meter.due) at.context.emit(meter.event(journal.counts, frame.frameNumber + 1, record.time - start));
      await recorder.note(journal.counts);
    },
    cells: measured,
    warn: (message) => warn(at, message),
  };
  await decodeFrames(run, run.method, from, settings, sink, meansOf(at));
}
