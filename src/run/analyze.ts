import path from 'node:path';
import { type AnalyzeOptions, withImplied } from '../contract/analyze-options.ts';
import { AppError } from '../contract/app-error.ts';
import { toFileError } from '../contract/file-error.ts';
import {
  type FaceReference,
  RUN_FILES,
  type RunCounts,
  SCHEMA_VERSION,
  type Source,
} from '../contract/run-files.ts';
import { timeStampName } from '../contract/time-stamp.ts';
import { withAbsoluteModels } from './absolute-paths.ts';
import { type Analysis, type AnalyzeContext, stage, warn } from './analysis.ts';
import { completeRun, type RunResult } from './complete-run.ts';
import { configHash } from './config-hash.ts';
import { compareAgain, isComparedOtherwise } from './faces/compare-again.ts';
import { prepareFaces } from './faces/prepare-faces.ts';
import { imageLibrary } from './image-library.ts';
import { type StoredState, storedState } from './missing-pictures.ts';
import { type LookedAt, lookAt, prepareRun } from './prepare-run.ts';
import { restorePictures } from './restore-pictures.ts';
import { replaceRunFile } from './run-file.ts';
import { continueRunFolder, type OpenRunFolder, openRunFolder, readRunFile } from './run-folder.ts';
import { diskIo, type RunIo } from './run-io.ts';
import { discardCells } from './shots/cell-rows.ts';
import { prepareSubject } from './subject/prepare-subject.ts';

/** Outcome of an analysis. */
export interface AnalyzeResult {
  /** Absolute path of the run folder. */
  readonly run: string;
  readonly mode: OpenRunFolder['mode'];
  readonly counts: RunCounts;
  readonly seconds: number;
  readonly warnings: readonly string[];
}

/** What a run that says to be complete still holds; null where records are gone or damaged since. */
async function completeState(io: RunIo, opened: OpenRunFolder): Promise<StoredState | null> {
  if (opened.mode !== 'reused') return null;
  const state = await storedState(io, opened.path);
  return state.counts.processed === opened.earlier?.counts?.processed ? state : null;
}

/** Puts records aside that cannot be trusted; pictures and a person's marks stay where they are. */
async function setRecordsAside(io: RunIo, folder: string, now: Date): Promise<void> {
  const file = path.join(folder, RUN_FILES.metadata);
  if ((await io.sizeOf(file)) === null) return;
  await io.rename(file, path.join(folder, `metadata_${timeStampName(now)}.jsonl`));
}

/** Tells that a source had another name or place when its run was made, and writes down the one it has now. */
async function noteRenamed(at: Analysis): Promise<void> {
  const { source, folder, io } = at;
  const before = folder.earlier?.source;
  if (!folder.earlier || !before || before.path === source.path) return;
  // A copy; the original is still where it was.
  if ((await io.sizeOf(before.path)) !== null) return;
  warn(at, `the same was analysed before as ${before.path}: its run is used`);
  const page = source.page ?? before.page;
  await replaceRunFile(io, folder.path, { ...folder.earlier, source: { ...source, ...(page && { page }) } });
}

/**
 * A complete run that was compared with other people: its faces are compared again. Until that is done, run.json says
 * that the run is not complete.
 */
async function compareWithOthers({ io, folder, faces }: Analysis): Promise<void> {
  const { earlier } = folder;
  if (!faces || !earlier || !isComparedOtherwise(earlier.faces, faces)) return;
  const file = { ...earlier, faces: faces.facts };
  await replaceRunFile(io, folder.path, { ...file, counts: null });
  await compareAgain(io, folder.path, faces);
  await replaceRunFile(io, folder.path, file);
}

/** A complete run: distances to other people are worked out, and pictures that were lost since are written again. */
async function reuse(at: Analysis, looked: LookedAt, { missing }: StoredState): Promise<void> {
  await compareWithOthers(at);
  await discardCells(at.io, at.folder.path);
  if (missing.length === 0) return;
  stage(at, 'index');
  await restorePictures(
    at,
    await prepareRun(at.context.programs, looked, at.options, at.context.signal),
    missing,
  );
  if (at.context.signal.aborted) throw new AppError('cancelled');
}

/** The references of a run that is gone on with: they stay what they were, though their pictures may be gone by now. */
async function earlierReferences(
  io: RunIo,
  { folder }: AnalyzeContext,
): Promise<readonly FaceReference[] | null> {
  const run = folder === undefined ? null : await readRunFile(io, folder);
  return run?.faces?.references ?? null;
}

/**
 * Analyses one source into its run folder below `options.out`: new, continued or reused, as the folder says; or goes on
 * with a known folder.
 * The result is a pure function of source and options; everything that happens is reported as events.
 * @param input the source as the person named it, for events
 * @throws AppError whatever stopped the run; what is recorded by then is kept and continued next time
 */
export async function analyze(
  input: string,
  source: Source,
  given: AnalyzeOptions,
  context: AnalyzeContext,
): Promise<AnalyzeResult> {
  const options = withAbsoluteModels(withImplied(given));
  const { programs, emit, signal } = context;
  const io = context.io ?? diskIo;
  const now = context.now ?? (() => new Date());
  const started = now().getTime();
  emit({ event: 'stage', stage: 'probe' });
  const looking = lookAt(programs, source, options, signal);
  // Loaded while ffprobe works.
  imageLibrary().catch(() => undefined);
  const looked = await looking;
  const faces = await prepareFaces(options, await earlierReferences(io, context), { emit, signal });
  const subject = await prepareSubject(source, options, { emit, signal });
  const identity = {
    source,
    fingerprint: source.fingerprint,
    configHash: configHash(source, options, faces?.facts.recogniser, subject?.facts.sha256),
  };
  const opening =
    context.folder === undefined
      ? openRunFolder(io, options.out, identity, options.resume, now)
      : continueRunFolder(io, context.folder, identity);
  const opened = await opening.catch((thrown: unknown) => {
    throw toFileError(thrown, context.folder ?? options.out);
  });
  try {
    const complete = await completeState(io, opened);
    const broken = opened.mode === 'reused' && complete === null;
    const folder: OpenRunFolder = broken ? { ...opened, mode: 'resumed' } : opened;
    const at: Analysis = { source, options, context, io, folder, faces, subject };
    emit({
      event: 'start',
      schema_version: SCHEMA_VERSION,
      input,
      run: folder.path,
      mode: folder.mode,
      probe: looked.video.probe,
    });
    const { earlier } = folder;
    await noteRenamed(at);
    let result: RunResult;
    // Whether masks are still those that are wished for shows when the shots are looked at.
    if (complete && earlier?.counts && !subject) {
      await reuse(at, looked, complete);
      result = { counts: earlier.counts, warnings: earlier.warnings, renewed: 0 };
    } else {
      if (broken) {
        warn(at, 'records of the run are missing or damaged: analysed again, the old ones are kept beside');
        await setRecordsAside(io, folder.path, now());
      }
      result = await completeRun(at, looked);
    }
    const { counts, warnings } = result;
    if (counts.error > 0 && counts.error === counts.processed) {
      throw new AppError('input_no_frames', { path: source.path, reason: `${counts.error} damaged frames` });
    }
    const seconds = Math.round(now().getTime() - started) / 1000;
    emit({ event: 'done', input, run: folder.path, counts, seconds, warnings: [...warnings] });
    const mode = folder.mode === 'reused' && result.renewed > 0 ? 'resumed' : folder.mode;
    return { run: folder.path, mode, counts, seconds, warnings };
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : toFileError(thrown, opened.path);
  } finally {
    await opened.release();
  }
}
