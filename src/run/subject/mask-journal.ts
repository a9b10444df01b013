import path from 'node:path';
import { toFileError } from '../../contract/file-error.ts';
import { RUN_FILES } from '../../contract/run-files.ts';
import {
  type FrameMask,
  type MaskHead,
  maskHeadSchema,
  type ShotMasks,
  shotMasksSchema,
} from '../../contract/subject-file.ts';
import { type AppendFile, type RunIo, replaceFile } from '../run-io.ts';
import { maskPath } from './mask-files.ts';

/** masks.jsonl as it was read: whole, valid lines up to the first other one. */
export interface StoredMasks {
  readonly head: MaskHead;
  readonly shots: ReadonlyMap<number, ShotMasks>;
}

function parse<T>(line: string, schema: { safeParse(value: unknown): { data?: T | undefined } }): T | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** What a run folder holds of masks; null where there is nothing. */
export async function readMasks(io: RunIo, folder: string): Promise<StoredMasks | null> {
  const text = await io.readText(path.join(folder, RUN_FILES.masks));
  if (text === null) return null;
  // A line that was cut off by a crash has no end.
  const lines = text.split('\n').slice(0, -1);
  const head = parse(lines[0] ?? '', maskHeadSchema);
  if (!head) return null;
  const shots = new Map<number, ShotMasks>();
  for (const line of lines.slice(1)) {
    const shot = parse(line, shotMasksSchema);
    if (!shot) break;
    shots.set(shot.shot_id, shot);
  }
  return { head, shots };
}

/** Whether every mask that some frames name is there. */
export async function hasAllMasks(
  io: RunIo,
  folder: string,
  { frames }: { readonly frames: readonly FrameMask[] },
): Promise<boolean> {
  for (const { frame_number, stored } of frames) {
    if (stored && !(await io.sizeOf(path.join(folder, maskPath(frame_number))))) return false;
  }
  return true;
}

const lineOf = (value: MaskHead | ShotMasks) => `${JSON.stringify(value)}\n`;

/** masks.jsonl while it grows: one line a shot, written when all its masks are on the disk. */
export class MaskJournal {
  readonly #file: AppendFile;
  readonly #folder: string;

  private constructor(file: AppendFile, folder: string) {
    this.#file = file;
    this.#folder = folder;
  }

  /**
   * Opens the journal with what holds of it so far; everything else in it is dropped.
   * @throws AppError `disk_full`, `output_unwritable`
   */
  static async open(
    io: RunIo,
    folder: string,
    head: MaskHead,
    shots: Iterable<ShotMasks>,
  ): Promise<MaskJournal> {
    const file = path.join(folder, RUN_FILES.masks);
    const text = [head, ...shots].map(lineOf).join('');
    try {
      if ((await io.readText(file)) !== text) await replaceFile(io, file, text);
      return new MaskJournal(await io.openAppend(file, Buffer.byteLength(text)), folder);
    } catch (thrown) {
      throw toFileError(thrown, folder);
    }
  }

  /** Adds a shot and waits for the disk. */
  async append(shot: ShotMasks): Promise<void> {
    try {
      await this.#file.append(lineOf(shot));
      await this.#file.sync();
    } catch (thrown) {
      throw toFileError(thrown, this.#folder);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Lines of a complete journal in the order of the shots, so that every way to it ends in the same bytes. */
export async function sortMasks(io: RunIo, folder: string): Promise<void> {
  const stored = await readMasks(io, folder);
  if (!stored) return;
  const shots = [...stored.shots.values()].sort((a, b) => a.shot_id - b.shot_id);
  const file = path.join(folder, RUN_FILES.masks);
  const text = [stored.head, ...shots].map(lineOf).join('');
  if ((await io.readText(file)) !== text) await replaceFile(io, file, text);
}
