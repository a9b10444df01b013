import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { RunCounts } from '../contract/run-files.ts';
import { knownPicks } from '../decode/known-picks.ts';
import { OWN_SIGNAL_MS } from '../decode/run-program.ts';
import { type Analysis, stage, warn } from './analysis.ts';
import { compareAgain, isComparedOtherwise } from './faces/compare-again.ts';
import { gapWarning } from './gap-warning.ts';
import { Journal, nextFrameNumber } from './journal.ts';
import { isPictureMissing } from './missing-pictures.ts';
import { fitsRecord, type LookedAt, type PreparedRun, prepareRun } from './prepare-run.ts';
import { ProgressRecorder } from './progress-file.ts';
import { ProgressMeter } from './progress-meter.ts';
import { type Progress, recordFrames } from './record-frames.ts';
import { restorePictures } from './restore-pictures.ts';
import { runFileOf, writeRunFile } from './run-file.ts';
import { tellsShots } from './shots/shot-facts.ts';
import { ShotSession } from './shots/shot-session.ts';
import { makeMasks } from './subject/make-masks.ts';
import { refreshRecords } from './subject/refresh-records.ts';
import { discardUnrecorded } from './unrecorded-pictures.ts';

/** What a complete run has come to. */
export interface RunResult {
  readonly counts: RunCounts;
  readonly warnings: readonly string[];
  /** Records that were there and were measured again. */
  readonly renewed: number;
}

function errorOf(error: AppError): { code: string; message: string; hint: string } {
  return { code: error.code, message: error.message, hint: error.hint };
}

/** What stopped a run; an ffmpeg that the person's Ctrl-C has stopped is no failure. */
async function ownError(thrown: unknown, folder: string, signal: AbortSignal): Promise<AppError> {
  const error = toFileError(thrown, folder);
  if (error.code !== 'decode_failed') return error;
  if (!signal.aborted) await sleep(OWN_SIGNAL_MS);
  return signal.aborted ? new AppError('cancelled') : error;
}

/** Frames that a run will record, where that is known before decoding. */
function totalOf({ map, method, range }: PreparedRun): number | null {
  return method.kind === 'all'
    ? range.end - range.first
    : (knownPicks(map, method, range, 0)?.length ?? null);
}

/** Works through a run that is new or unfinished; returns its counts and warnings. */
export async function completeRun(at: Analysis, looked: LookedAt): Promise<RunResult> {
  const { io, folder, context, options, source } = at;
  const now = context.now ?? (() => new Date());
  const recorder = new ProgressRecorder(io, folder.path, now);
  const file = await runFileOf(context.programs, source, looked.video, options, at.faces, at.subject);
  // A run that was complete and lost records is none until it is done again.
  const isOther = at.faces !== null && isComparedOtherwise(folder.earlier?.faces, at.faces);
  if (folder.mode === 'new' || folder.earlier?.counts || isOther)
    await writeRunFile(io, folder.path, file, null);
  if (at.faces && folder.mode !== 'new') await compareAgain(io, folder.path, at.faces);
  const missing: number[] = [];
  // Only the warning about gaps between keyframes needs times; nothing else may grow with the number of frames.
  const pickedTimes: number[] = [];
  const onTime = options.method === 'keyframes' ? (time: number) => pickedTimes.push(time) : () => undefined;
  const shots = await ShotSession.open(io, folder.path, tellsShots(source, options), looked.video);
  const onRecord = async (record: FrameRecord) => {
    if (record.status !== 'error') onTime(record.time);
    if (await isPictureMissing(io, folder.path, record)) missing.push(record.frame_number);
  };
  const journal = await Journal.open(io, folder.path, at.faces !== null, onRecord, shots.measured);
  try {
    await recorder.write('running', journal.counts, null);
    await discardUnrecorded(io, folder.path, journal.recovered);
    stage(at, 'index');
    let run = await prepareRun(context.programs, looked, options, context.signal);
    if (!fitsRecord(run, journal.last)) {
      run = await prepareRun(context.programs, looked, options, context.signal, true);
    }
    for (const message of run.warnings) warn(at, message);
    await restorePictures(at, run, missing);
    let masks = at.subject && (await makeMasks(at, run, at.subject, journal.counts));
    const from = nextFrameNumber(journal.recovered, run.range.first, folder.path);
    recorder.total = totalOf(run);
    const meter = new ProgressMeter(totalOf(run), { first: from, end: run.range.end }, run.duration, () =>
      now().getTime(),
    );
    const progress: Progress = { recorder, meter, onTime };
    stage(at, 'analyze');
    try {
      const told = masks ? null : await shots.begin(run, journal.recovered, journal);
      await recordFrames(at, run, journal, from, progress, { masks, shots: told });
    } catch (thrown) {
      // The decoder names times that no packet has: only decoding tells the frames of this file.
      const lost = thrown instanceof AppError && thrown.code === 'identity_lost';
      if (!lost || run.map.origin === 'decoded') throw thrown;
      run = await prepareRun(context.programs, looked, options, context.signal, true);
      if (!fitsRecord(run, journal.last)) throw thrown;
      const last = journal.last?.frame_number ?? -1;
      await discardUnrecorded(io, folder.path, last);
      masks = at.subject && (await makeMasks(at, run, at.subject, journal.counts, true));
      const next = nextFrameNumber(last, run.range.first, folder.path);
      const told = masks ? null : await shots.begin(run, last, journal);
      await recordFrames(at, run, journal, next, progress, { masks, shots: told });
    }
    if (context.signal.aborted) throw new AppError('cancelled');
    await journal.close();
    stage(at, 'finish');
    const renewed = masks ? await refreshRecords(at, run, masks) : 0;
    await shots.finish();
    const gap = gapWarning(run, pickedTimes);
    if (gap !== null) warn(at, gap);
    const warnings = [...run.warnings, ...(gap === null ? [] : [gap])];
    const result = { counts: journal.counts, warnings, renewed };
    context.emit(meter.event(journal.counts, run.range.end, run.duration));
    await writeRunFile(io, folder.path, file, result);
    await shots.discard();
    await recorder.write('done', journal.counts, null);
    return result;
  } catch (thrown) {
    const error = await ownError(thrown, folder.path, context.signal);
    await journal.close().catch(() => undefined);
    await shots.close().catch(() => undefined);
    const state = error.code === 'cancelled' ? 'cancelled' : 'failed';
    await recorder
      .write(state, journal.stored, state === 'failed' ? errorOf(error) : null)
      .catch(() => undefined);
    throw error;
  }
}
