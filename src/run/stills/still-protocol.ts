import type { PictureType } from '../../contract/picture-type.ts';
import type { PreFilter } from '../../score/pre-filter.ts';
import type { FaceSettings } from '../faces/face-settings.ts';
import type { FrameResult, PixelKind } from '../frame-protocol.ts';
import type { WorkerFailure } from '../worker-failure.ts';
import type { ReadSettings } from './read-still.ts';

/** Given to a worker when it starts. */
export interface StillWorkerData {
  readonly settings: ReadSettings;
  readonly preFilter: PreFilter;
  /** Null = faces are not looked for. */
  readonly faces: FaceSettings | null;
  /** Null = as the processor can. */
  readonly simd: boolean | null;
  /** One Int32: thousands of pixels that the workers hold together. */
  readonly held: SharedArrayBuffer;
}

/** Main thread to worker: the picture to look at. */
export interface StillRequest {
  readonly file: string;
}

/** A picture that was looked at. */
export interface StillMeasured {
  readonly news: 'measured';
  readonly result: FrameResult;
  readonly width: number;
  readonly height: number;
  /** What the file is, where browsers show such files. */
  readonly type: PictureType | null;
  /** The decoded pixels and the file's own bytes; null where a pre-filter drops the picture. */
  readonly picture: {
    readonly kind: PixelKind;
    readonly pixels: Uint8Array<ArrayBuffer>;
    readonly bytes: Uint8Array<ArrayBuffer>;
  } | null;
}

/** Worker to main thread. */
export type StillReply =
  | StillMeasured
  /** The file could not be read at all: no news about the picture. */
  | { readonly news: 'unreadable'; readonly code: string; readonly reason: string }
  | { readonly news: 'damaged'; readonly reason: string }
  /** The run cannot go on. */
  | ({ readonly news: 'failed' } & WorkerFailure);
