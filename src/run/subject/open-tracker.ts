import { EmbeddingCache } from '../../subject/sam2/embedding-cache.ts';
import type { Sam2Graphs } from '../../subject/sam2/graphs.ts';
import { type TrackerState, VideoTracker } from '../../subject/sam2/video-tracker.ts';
import type { PictureSize, Prompt, SubjectTracker, TrackedFrame } from '../../subject/subject-types.ts';

/** Image embeddings that are kept, bytes and frames: a second look at a frame costs little. */
const EMBEDDING_BYTES = 96 * 2 ** 20;
const EMBEDDING_FRAMES = 32;

/** What a tracker of one shot needs. */
export interface ShotTracking {
  readonly graphs: Sam2Graphs;
  readonly size: PictureSize;
  readonly fillHoleArea: number;
  /** Frames of the shot. */
  readonly length: number;
  /** The model's input of a frame, by its place in the shot. */
  readonly input: (frame: number) => Promise<Uint8Array>;
  readonly signal: AbortSignal;
}

function tracked({ frame, score, lowRes }: TrackedFrame): TrackedFrame {
  return { frame, score, lowRes };
}

/** A tracker that can be gone on with later. */
export interface ShotTracker extends SubjectTracker {
  /** Everything that it knows, as plain data. */
  snapshot(): TrackerState;
  /** Takes what another tracker of the same frames and model knew. */
  restore(snapshot: TrackerState): void;
}

/** A tracker of one shot; shots know nothing of each other. */
export function openTracker({
  graphs,
  size,
  fillHoleArea,
  length,
  input,
  signal,
}: ShotTracking): ShotTracker {
  const embeddings = new EmbeddingCache(graphs, {
    input,
    bytes: EMBEDDING_BYTES,
    frames: EMBEDDING_FRAMES,
  });
  const tracker = new VideoTracker(graphs, { ...size, length, embeddings, fillHoleArea });
  return {
    addPoints: async (frame: number, { box, points, labels }: Prompt) => {
      const prompt = { points, labels, ...(box && { box }), refine: false };
      return tracked(await tracker.addPoints(frame, prompt));
    },
    withdraw: (frame) => tracker.withdraw(frame),
    snapshot: () => tracker.snapshot(),
    restore: (snapshot) => tracker.restore(snapshot),
    propagate: (way) => tracker.propagate({ ...way, signal }),
  };
}
