/** Means of decoding that don't change its result. */
export interface DecodeMeans {
  readonly ffmpeg: string;
  readonly hwaccel: string;
  /** Frames worked on at once; null = as many as there are processors. */
  readonly workers: number | null;
  /** Read pictures through the event loop instead of with blocking reads. */
  readonly streamed: boolean;
  /** Shortest stretch worth a process, in frames; null = the usual. */
  readonly minStretch: number | null;
  readonly signal: AbortSignal;
}
