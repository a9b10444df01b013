import type { AnalyzeOptions } from '../contract/analyze-options.ts';
import type { EventSink, Stage } from '../contract/events.ts';
import type { Source } from '../contract/run-files.ts';
import type { FfmpegPrograms } from '../decode/ffmpeg-programs.ts';
import type { DecodeMeans } from './decode-means.ts';
import type { PreparedFaces } from './faces/prepare-faces.ts';
import type { OpenRunFolder } from './run-folder.ts';
import type { RunIo } from './run-io.ts';
import type { PreparedSubject } from './subject/prepare-subject.ts';

/** What an analysis needs from outside; everything optional has the usual value by default. */
export interface AnalyzeContext {
  readonly programs: FfmpegPrograms;
  readonly emit: EventSink;
  readonly signal: AbortSignal;
  /** Run folder to go on with; without it the one that source and options lead to. */
  readonly folder?: string;
  readonly io?: RunIo;
  readonly now?: () => Date;
  /** Force the kernels with or without SIMD. */
  readonly simd?: boolean;
  /** Read pictures through the event loop instead of with blocking reads. */
  readonly streamed?: boolean;
  /** Shortest time between two notes of how far tracking a subject is, milliseconds. */
  readonly checkpointMs?: number;
  /** Shortest stretch worth an ffmpeg process, in frames. */
  readonly minStretch?: number;
}

/** Everything the steps of one analysis share. */
export interface Analysis {
  readonly source: Source;
  readonly options: AnalyzeOptions;
  readonly context: AnalyzeContext;
  readonly io: RunIo;
  readonly folder: OpenRunFolder;
  /** What is settled about faces; null where none are looked for. */
  readonly faces: PreparedFaces | null;
  /** What is settled about the subject; null where no masks are made. */
  readonly subject: PreparedSubject | null;
}

/** Reports that a step begins. */
export const stage = ({ context }: Analysis, name: Stage) => context.emit({ event: 'stage', stage: name });
/** Reports something that a person should know. */
export const warn = ({ context }: Analysis, message: string) =>
  context.emit({ event: 'log', level: 'warn', message });

/** How this analysis decodes. */
export function meansOf({ options, context }: Analysis): DecodeMeans {
  return {
    ffmpeg: context.programs.ffmpeg,
    hwaccel: options.hwaccel,
    workers: options.workers,
    streamed: context.streamed ?? false,
    minStretch: context.minStretch ?? null,
    signal: context.signal,
  };
}
