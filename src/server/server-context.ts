import type { CreateRun, RunDetail, RunLog, RunSummary } from '../contract/http.ts';
import type { FfmpegPrograms } from '../decode/ffmpeg-programs.ts';
import type { PackManifest } from '../faces/packs/pack-manifest.ts';
import type { MaskModelManifest } from '../subject/packs/mask-model-manifest.ts';
import type { AllowedRoots } from './allowed-roots.ts';
import type { EventHub } from './event-hub.ts';

/** What a person chose when starting the server; all paths absolute. */
export interface ServerSettings {
  /** Parent of the run folders. */
  readonly workspace: string;
  /** Folder of the saved presets. */
  readonly presets: string;
  /** Files that were sent by the page. */
  readonly uploads: string;
  /** Own files of the server: thumbnails, queue, trash. Below the workspace, so that trash is a rename. */
  readonly state: string;
  /** Runs that work at the same time. */
  readonly concurrency: number;
  /** Largest uploaded file, bytes. */
  readonly maxUpload: number;
}

/** The runs that the server knows, those of the command line among them. Ids are those of the routes. */
export interface Runs {
  /** Newest first. */
  list(): Promise<RunSummary[]>;
  /** @throws AppError `not_found` */
  get(id: string): Promise<RunDetail>;
  /**
   * Absolute path of the run folder.
   * @throws AppError `not_found`, also while the run has no folder yet
   */
  folderOf(id: string): Promise<string>;
  /** @throws AppError `not_found` */
  log(id: string): Promise<RunLog>;
  /** Puts a run into the queue. @throws AppError for options or an input that cannot work */
  create(wanted: CreateRun): Promise<RunSummary>;
  /** @throws AppError `not_found`, `run_busy` */
  cancel(id: string): Promise<RunSummary>;
  /** Continues a run that ended early. @throws AppError `not_found`, `run_busy` */
  resume(id: string): Promise<RunSummary>;
  /** Moves the folder to the trash. @throws AppError `not_found`, `run_busy` */
  trash(id: string): Promise<{ trash_id: string; path: string }>;
  /** Takes a folder out of the trash. @throws AppError `not_found` */
  restore(trashId: string): Promise<RunSummary>;
}

/** Takes what the server has to say. */
export type ServerLog = (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;

/** What every route gets. */
export interface ServerContext {
  readonly settings: ServerSettings;
  readonly roots: AllowedRoots;
  readonly runs: Runs;
  readonly hub: EventHub;
  /**
   * FFmpeg, looked for once and again after a failure.
   * @throws AppError `ffmpeg_missing` or `ffmpeg_too_old`
   */
  readonly programs: () => Promise<FfmpegPrograms>;
  /** Models for faces that are known, the usual ones first. */
  readonly packs: readonly PackManifest[];
  /** Models for subject masks that are known, the usual one first. */
  readonly maskModels: readonly MaskModelManifest[];
  readonly log: ServerLog;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  /** Work that a stopping server waits for; it tidies up and ends soon after {@link signal} is aborted. */
  readonly unfinished?: Set<Promise<void>>;
}
