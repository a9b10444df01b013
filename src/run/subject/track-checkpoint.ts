import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { RUN_FILES } from '../../contract/run-files.ts';
import type { FrameMask } from '../../contract/subject-file.ts';
import type { FollowState } from '../../subject/follow-shot.ts';
import type { TrackerState } from '../../subject/sam2/video-tracker.ts';
import type { RunIo } from '../run-io.ts';
import { hasAllMasks } from './mask-journal.ts';

/** Shortest time between two notes, milliseconds. */
const NOTE_MS = 20_000;

/** How far tracking a shot has come. */
export interface TrackNote {
  readonly shot: number;
  /** Of the shot's plan: other wishes, another track. */
  readonly key: string;
  readonly model: string;
  /** What came of the frames so far; their masks are stored. */
  readonly frames: readonly FrameMask[];
  readonly follow: FollowState;
  /** Half floats of the face that is followed; null where none is. */
  readonly embedding: Uint16Array | null;
  readonly tracker: TrackerState;
}

function isNote(value: unknown): value is TrackNote {
  return (
    typeof value === 'object' && value !== null && 'follow' in value && 'tracker' in value && 'key' in value
  );
}

/**
 * How far a shot was when a run was broken off, so that a shot of hours is not begun again. The file belongs to the version
 * of Node that wrote it; where it cannot be read, the shot begins again.
 */
export class TrackCheckpoint {
  readonly #io: RunIo;
  readonly #folder: string;
  readonly #model: string;
  readonly #every: number;
  #noted = Date.now();

  /** @param every shortest time between two notes, milliseconds */
  constructor(io: RunIo, folder: string, model: string, every: number = NOTE_MS) {
    this.#io = io;
    this.#folder = folder;
    this.#model = model;
    this.#every = every;
  }

  /** What was noted of a shot; null where nothing fits, or a mask is gone. */
  async read(shot: number, key: string): Promise<TrackNote | null> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#io.readPieces(this.#file)) pieces.push(Buffer.from(piece));
    try {
      const note: unknown = deserialize(Buffer.concat(pieces));
      const fits = isNote(note) && note.shot === shot && note.key === key && note.model === this.#model;
      return fits && (await hasAllMasks(this.#io, this.#folder, note)) ? note : null;
    } catch {
      return null;
    }
  }

  /** Whether it is time for a note. */
  get due(): boolean {
    return Date.now() - this.#noted >= this.#every;
  }

  /** Notes how far a shot is. */
  async note(note: Omit<TrackNote, 'model'>): Promise<void> {
    const temporary = await this.#io.writeTemporary(this.#folder, serialize({ ...note, model: this.#model }));
    await this.#io.rename(temporary, this.#file);
    this.#noted = Date.now();
  }

  /** Forgets what was noted. */
  async discard(): Promise<void> {
    this.#noted = Date.now();
    await this.#io.discard(this.#file);
  }

  get #file(): string {
    return path.join(this.#folder, RUN_FILES.tracking);
  }
}
