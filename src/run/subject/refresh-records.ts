import path from 'node:path';
import { type FrameRecord, serializeRecord } from '../../contract/record.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import { type Analysis, meansOf, warn } from '../analysis.ts';
import { decodeFrames } from '../decode-frames.ts';
import { recoverRecords, storedEmbeddings } from '../journal.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { replaceRecords } from '../replace-records.ts';
import { frameSettings } from '../run-settings.ts';
import { MASK_FOLDER } from './mask-files.ts';
import type { MaskFields, RunMasks } from './run-masks.ts';

const FIELDS = [
  'shot_id',
  'mask_path',
  'mask_area_pct',
  'mask_empty',
  'seed_type',
  'reid_similarity',
  'object_score',
] as const satisfies readonly (keyof MaskFields)[];

/** Whether a record says something else of its mask than what was tracked. */
function isStale(record: FrameRecord, masks: RunMasks): boolean {
  if (record.status === 'error') return false;
  const fields = masks.fieldsOf(record.frame_number, true);
  return FIELDS.some((field) => (record[field] ?? null) !== fields[field]);
}

/** What is measured anew on a frame. */
type Measured = Pick<
  FrameRecord,
  | 'sharpness_score'
  | 'edge_strength_score'
  | 'contrast_score'
  | 'brightness_score'
  | 'entropy_score'
  | 'quality_score'
  | 'sharpness_raw'
  | 'edge_strength_raw'
>;

/** Measures frames inside their masks. */
async function measureAgain(
  at: Analysis,
  run: PreparedRun,
  numbers: readonly number[],
): Promise<Map<number, Measured>> {
  const measured = new Map<number, Measured>();
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return measured;
  const wanted = new Set(numbers);
  const folder = path.join(at.folder.path, MASK_FOLDER);
  const options = { ...at.options, preFilter: 'off' } as const;
  const settings = frameSettings(options, run.video, run.chain, at.context.simd ?? null, null, { folder });
  await decodeFrames(
    { ...run, range: { first, end: last + 1 } },
    { kind: 'numbers', numbers },
    first,
    settings,
    {
      writePicture: async () => undefined,
      record: async ({ frameNumber, result }) => {
        if (!result || !wanted.has(frameNumber)) return;
        const { scores, quality, sharpnessRaw, edgeRaw } = result;
        measured.set(frameNumber, {
          sharpness_score: scores?.sharpness ?? null,
          edge_strength_score: scores?.edge_strength ?? null,
          contrast_score: scores?.contrast ?? null,
          brightness_score: scores?.brightness ?? null,
          entropy_score: scores?.entropy ?? null,
          quality_score: quality,
          sharpness_raw: sharpnessRaw,
          edge_strength_raw: edgeRaw,
        });
      },
      warn: (message) => warn(at, message),
    },
    meansOf(at),
  );
  at.context.signal.throwIfAborted();
  return measured;
}

/**
 * Brings records up to date whose shot was tracked again: they are measured inside the new masks and replaced in one step;
 * all others, and all pictures, stay as they are. What the pre-filter said when a frame was first looked at stands.
 * @returns how many there were
 */
export async function refreshRecords(at: Analysis, run: PreparedRun, masks: RunMasks): Promise<number> {
  const { io, folder } = at;
  const file = path.join(folder.path, RUN_FILES.metadata);
  const stored = await storedEmbeddings(io, folder.path);
  const stale: number[] = [];
  await recoverRecords(io.readPieces(file), stored, (record) => {
    if (isStale(record, masks)) stale.push(record.frame_number);
  });
  if (stale.length === 0) return 0;
  const measured = await measureAgain(at, run, stale);
  await replaceRecords(io, folder.path, 'masked', async (add) => {
    await recoverRecords(io.readPieces(file), stored, async (record) => {
      const { frame_number: number } = record;
      const scores = measured.get(number);
      const fresh = scores
        ? { ...record, ...scores, ...masks.fieldsOf(number, true), error: masks.reasonOf(number) }
        : record;
      await add(serializeRecord(fresh));
    });
    return true;
  });
  return stale.length;
}
