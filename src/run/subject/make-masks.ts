import { createHash } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import type { RunCounts } from '../../contract/run-files.ts';
import { SCHEMA_VERSION } from '../../contract/run-files.ts';
import type { MaskHead, ShotMasks, SubjectPrompt } from '../../contract/subject-file.ts';
import { decodeEmbedding } from '../../faces/people/compare.ts';
import { Identity } from '../../subject/identity.ts';
import { Sam2Graphs } from '../../subject/sam2/graphs.ts';
import { maskOfLogits } from '../../subject/sam2/resize-logits.ts';
import { type Analysis, meansOf, stage, warn } from '../analysis.ts';
import { FaceLook } from '../faces/face-look.ts';
import { EMBEDDING_DIMENSIONS } from '../faces/face-settings.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { ProgressMeter } from '../progress-meter.ts';
import { seePicture } from './frame-sight.ts';
import { FrameWindow, type Looker } from './frame-window.ts';
import { MASK_FOLDER, maskPath, storeMask } from './mask-files.ts';
import { hasAllMasks, MaskJournal, readMasks, sortMasks } from './mask-journal.ts';
import { filterOf, ModelInput } from './model-input.ts';
import { openTracker } from './open-tracker.ts';
import { decodedFrames, plannedFrames } from './picked-frames.ts';
import type { PreparedSubject } from './prepare-subject.ts';
import { RunMasks } from './run-masks.ts';
import { shotsOfRun } from './run-shots.ts';
import { type PlannedShot, planShots, sampledPlaces } from './shot-plan.ts';
import { checkPrompts, joinPrompts, promptsOfOptions, readChoices } from './subject-prompts.ts';
import { TrackCheckpoint } from './track-checkpoint.ts';
import { ShotTracking, type TrackContext } from './track-shot.ts';

/** Everything that tracking the shots of a run shares. */
interface MaskStage {
  readonly at: Analysis;
  readonly run: PreparedRun;
  readonly subject: PreparedSubject;
  readonly head: MaskHead;
  /** Numbers of the frames that the run looks at. */
  readonly picked: readonly number[];
  readonly prompts: readonly SubjectPrompt[];
  readonly counts: RunCounts;
}

/** What masks.jsonl begins with: read back where it fits, else found out. */
async function headOf(
  at: Analysis,
  run: PreparedRun,
  subject: PreparedSubject,
  before: MaskHead | null,
): Promise<MaskHead> {
  const model = subject.facts.sha256;
  if (before && before.model === model) return before;
  const shots = [...(await shotsOfRun(at, run))];
  const frames = plannedFrames(run) === null ? await decodedFrames(at, run) : null;
  return { schema_version: SCHEMA_VERSION, model, shots, frames };
}

/** Wishes of a run that all its shots depend on. */
function wishOf({ faces }: Analysis): string {
  const references = faces?.facts.references.map(({ embedding }) => embedding) ?? [];
  return createHash('sha256').update(JSON.stringify(references)).digest('hex');
}

/** The shots that are done already: tracked by the same wishes, with all their masks. */
async function doneShots(
  { io, folder }: Analysis,
  plans: readonly PlannedShot[],
  stored: ReadonlyMap<number, ShotMasks> | undefined,
): Promise<Map<number, ShotMasks>> {
  const done = new Map<number, ShotMasks>();
  for (const { shot, key } of plans) {
    const before = stored?.get(shot.id);
    if (before?.key === key && (await hasAllMasks(io, folder.path, before))) done.set(shot.id, before);
  }
  return done;
}

/** Reports how far tracking is. */
function progressOf(
  { at, run, head, picked, counts }: MaskStage,
  begun: number,
): (frameNumber: number) => void {
  const now = at.context.now ?? (() => new Date());
  let done = begun;
  const meter = new ProgressMeter(picked.length, { first: begun, end: picked.length }, run.duration, () =>
    now().getTime(),
  );
  const start = head.shots[0]?.start_time ?? 0;
  return (frameNumber) => {
    done++;
    if (!meter.due) return;
    const time = run.map.index.timeAt(run.map.index.ptsOf(frameNumber));
    at.context.emit({ ...meter.event(counts, done, time - start), done });
  };
}

async function trackShots(
  stage: MaskStage,
  plans: readonly PlannedShot[],
  numbers: readonly number[],
  done: Map<number, ShotMasks>,
  journal: MaskJournal,
): Promise<void> {
  const { at, run, subject, picked, prompts } = stage;
  const { options, context, io, folder, faces } = at;
  const { constants } = subject.model;
  const side = constants.image_size;
  const size = { width: run.chain.width, height: run.chain.height };
  const graphs = await Sam2Graphs.open(subject.model, { threads: subject.threads, gpu: subject.gpu });
  let look: FaceLook | null = null;
  try {
    for (const message of graphs.warnings) warn(at, message);
    look = faces && (await FaceLook.open(faces.settings));
    const input = new ModelInput(side, filterOf(constants), context.simd ?? null);
    const how = {
      run,
      options,
      means: meansOf(at),
      simd: context.simd ?? null,
      warn: (text: string) => warn(at, text),
    };
    const sampled = sampledPlaces(plans);
    const see: Looker = (picture, known) => seePicture(picture, input, look, known);
    const window = new FrameWindow(how, numbers, side, see, (place) => sampled.has(place));
    const limit = faces?.facts.max_distance ?? null;
    const references = faces?.facts.references ?? [];
    const isPicked = new Set(picked);
    const checkpoint = new TrackCheckpoint(io, folder.path, subject.facts.sha256, context.checkpointMs);
    const shared: TrackContext = {
      window,
      numbers,
      size,
      rules: { reidFallback: options.reidFallback, iouThreshold: options.iouThreshold },
      reference:
        limit === null || references.length === 0
          ? null
          : new Identity(
              references.map(({ embedding }) => decodeEmbedding(embedding)),
              EMBEDDING_DIMENSIONS,
              limit,
            ),
      faceLimit: limit,
      isChosen: prompts.some(({ scope }) => scope === 'all'),
      openTracker: (length, inputOf) =>
        openTracker({
          graphs,
          size,
          fillHoleArea: options.fillHoleArea,
          length,
          input: inputOf,
          signal: context.signal,
        }),
      toMask: (lowRes) => maskOfLogits(lowRes, size.width, size.height),
      discard: (frameNumber) => io.discard(path.join(folder.path, maskPath(frameNumber))),
      store: (frameNumber, mask) => storeMask(io, folder.path, frameNumber, mask, size),
      onFrame: progressOf(
        stage,
        [...done.values()].reduce((sum, { frames }) => sum + frames.length, 0),
      ),
      blank: new Uint8Array(side * side * 3).fill(128),
      checkpoint,
      isPicked: (frameNumber) => isPicked.has(frameNumber),
    };
    let carried: ShotMasks['subject'] = null;
    for (const plan of plans) {
      const before = done.get(plan.shot.id);
      const masks: ShotMasks = before ?? (await new ShotTracking(shared, plan, carried).run());
      carried = masks.subject ?? carried;
      if (before) continue;
      done.set(plan.shot.id, masks);
      await journal.append(masks);
      await checkpoint.discard();
    }
  } catch (thrown) {
    throw context.signal.aborted ? new AppError('cancelled') : thrown;
  } finally {
    await look?.close();
    await graphs.close();
  }
}

/**
 * Follows the subject through all shots of a run and stores its masks; what an earlier session has done is kept.
 * @param counts of the records so far, for progress
 * @param fresh what an earlier session has done is of other frames
 * @throws AppError `subject_prompt_outside`, `disk_full`, `output_unwritable`, `cancelled`, and what decoding and models throw
 */
export async function makeMasks(
  at: Analysis,
  run: PreparedRun,
  subject: PreparedSubject,
  counts: RunCounts,
  fresh = false,
): Promise<RunMasks> {
  const { io, folder, options } = at;
  const size = { width: run.chain.width, height: run.chain.height };
  const prompts = joinPrompts(promptsOfOptions(options), await readChoices(io, folder.path));
  checkPrompts(prompts, run.range, size);
  const stored = fresh ? null : await readMasks(io, folder.path);
  const head = await headOf(at, run, subject, stored?.head ?? null);
  const picked = head.frames ?? plannedFrames(run) ?? [];
  const asked = prompts.map(({ frame_number }) => frame_number);
  const numbers = [...new Set([...picked, ...asked])].sort((a, b) => a - b);
  const plans = planShots(head.shots, numbers, prompts, wishOf(at));
  const done = await doneShots(at, plans, stored?.head === head ? stored.shots : undefined);
  await io.makeFolder(path.join(folder.path, MASK_FOLDER));
  const journal = await MaskJournal.open(io, folder.path, head, done.values());
  try {
    stage(at, 'track');
    if (done.size < plans.length) {
      await trackShots({ at, run, subject, head, picked, prompts, counts }, plans, numbers, done, journal);
    }
  } finally {
    await journal.close();
  }
  await sortMasks(io, folder.path);
  return new RunMasks(head, done.values());
}
