import type { FloatTensor } from '../../inference/session.ts';
import type { FrameEmbedding } from './graphs.ts';
import {
  fillInTurns,
  type MemoryRequest,
  type MemorySelection,
  pointerDivisor,
  selectMemory,
} from './memory-selection.ts';
import { repeatPositions } from './tokens.ts';

/** The decisions of the tracker, each a pure function, so that tests can show that every one of them matters. */
export interface TrackerRules {
  readonly selectMemory: (request: MemoryRequest) => MemorySelection;
  /** Which of some real memories or pointers fill the slots of a graph that takes a fixed number. */
  readonly fillBank: (real: number, slots: number) => readonly number[];
  /** What distances of pointers are divided by. */
  readonly pointerDivisor: (length: number, pointers: number) => number;
  /** One position vector a pointer becomes one a token. */
  readonly pointerTokens: (rows: Float32Array, depth: number, share: number) => Float32Array;
  /** How many of the tokens at the end have no place in the picture. */
  readonly unrotated: (pointerTokens: number) => number;
  /** Labels of the two corners of a box. */
  readonly boxLabels: readonly [number, number];
  /** Features of a frame with a prompt that was not tracked before. */
  readonly promptedFeatures: (embedding: FrameEmbedding) => FloatTensor;
  /** Whether memory takes the mask as hard (1) or soft (0). */
  readonly binarize: (prompted: boolean) => number;
  /** The score that memory is made with. */
  readonly memoryScore: (score: number) => number;
}

/** As SAM 2 does it. */
export const SAM2_RULES: TrackerRules = {
  selectMemory,
  fillBank: fillInTurns,
  pointerDivisor,
  pointerTokens: repeatPositions,
  unrotated: (pointerTokens) => pointerTokens,
  boxLabels: [2, 3],
  promptedFeatures: ({ feats2NoMemory }) => feats2NoMemory,
  binarize: (prompted) => (prompted ? 1 : 0),
  memoryScore: (score) => score,
};
