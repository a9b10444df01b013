import type { Metric } from '../contract/metric.ts';
import type { FrameLayout } from '../kernel/frame-layout.ts';
import type { LumaWeights } from '../kernel/matrix.ts';
import type { PreFilter } from '../score/pre-filter.ts';
import type { CellMeans } from '../shots/cells/cell-meter.ts';
import type { FaceReason, FaceSettings, FoundFace } from './faces/face-settings.ts';
import type { ShotSampling } from './shots/shot-sampling.ts';
import type { MaskSettings } from './subject/mask-settings.ts';
import type { WorkerFailure } from './worker-failure.ts';

/** How pictures leave a worker: pixels ready for an encoder, without padding. */
export type PixelKind = 'rgb8' | 'rgb16' | 'grey8' | 'grey16';

/** What every frame of a run has in common; sent once when a worker begins with it. */
export interface FrameSettings {
  readonly layout: FrameLayout;
  readonly container: 'yuv4mpegpipe' | 'rawvideo';
  readonly weights: LumaWeights;
  readonly pixels: PixelKind;
  readonly preFilter: PreFilter;
  /** Null = faces are not looked for. */
  readonly faces: FaceSettings | null;
  /** Null = all of a picture is measured. */
  readonly masks: MaskSettings | null;
  /** Null = shots are not looked for. */
  readonly shots: ShotSampling | null;
  /** Null = as the processor can. */
  readonly simd: boolean | null;
}

/** Places of a worker's areas in its shared memory, in bytes. */
export interface FrameAreas {
  /** Header and picture as they come from the pipe; the picture itself lies at `frame`. */
  readonly header: number;
  readonly frame: number;
  readonly scratch: number;
  /** The mask of the frame; 0 where there are none. */
  readonly mask: number;
  /** Finished pictures waiting for the encoder. */
  readonly pictures: readonly number[];
  readonly pictureBytes: number;
  readonly total: number;
}

/** Given to a worker when it begins with a run. */
export interface FrameWorkerData {
  readonly settings: FrameSettings;
  readonly memory: WebAssembly.Memory;
  readonly areas: FrameAreas;
  /**
   * One Int32 a picture area: 0 free, 1 taken; then one that counts the releases. The worker takes, the main thread
   * frees, counts and notifies.
   */
  readonly taken: SharedArrayBuffer;
}

/** Places in the control block that the workers of one pipe share. */
export const CONTROL = { lock: 0, sequence: 1, ended: 2, started: 3, length: 4 } as const;

/** Main thread to worker. */
export type FrameRequest =
  | {
      /** Read pictures from a blocking descriptor until it ends. */
      readonly type: 'read';
      readonly descriptor: number;
      readonly control: SharedArrayBuffer;
      /** Memory of an IdentityTable; null where frames need not be known. */
      readonly identities: SharedArrayBuffer | null;
    }
  | {
      /** Work on the picture that lies in the frame area. */
      readonly type: 'measure';
      readonly sequence: number;
      readonly identities: SharedArrayBuffer | null;
    };

/** All that a thread is told: to begin with a run, to work for it, to forget it and wait for the next one. */
export type ThreadRequest =
  | { readonly type: 'begin'; readonly data: FrameWorkerData }
  | { readonly type: 'leave' }
  | FrameRequest;

/** What was measured on one frame. */
export interface FrameResult {
  /** Place of the frame in its pipe, from 0. */
  readonly sequence: number;
  /** Points, rounded to 4 decimals; null where masks are made and the subject is not on the frame. */
  readonly scores: Readonly<Record<Metric, number>> | null;
  readonly quality: number | null;
  readonly sharpnessRaw: number | null;
  readonly edgeRaw: number | null;
  readonly reason: 'quality' | Metric | FaceReason | 'mask_empty' | null;
  /** Null where nobody looked for faces. */
  readonly faces: readonly FoundFace[] | null;
  /** By which shots are told; null where they are not measured on this picture. */
  readonly cells: CellMeans | null;
  /** Which picture area holds the picture; null when it is not kept. */
  readonly area: number | null;
}

/** Worker to main thread. */
export type FrameReply =
  | { readonly type: 'frames'; readonly results: readonly FrameResult[] }
  | { readonly type: 'ended' }
  | ({ readonly type: 'failed' } & WorkerFailure);
