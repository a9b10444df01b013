import { type RunEvent, runEventSchema } from '../../contract/events.ts';
import type { RunLog, RunState, RunSummary } from '../../contract/http.ts';

/** How far a run is, as it reports it about ten times a second. */
export type Progress = Extract<RunEvent, { event: 'progress' }>;

/** The latest progress of a log; null before the first one, and for a shape that this page does not know. */
export function progressOf(log: RunLog | undefined): Progress | null {
  const parsed = runEventSchema.safeParse(log?.progress);
  return parsed.success && parsed.data.event === 'progress' ? parsed.data : null;
}

/** How far the download of a run's video is. */
export type Download = Extract<RunEvent, { event: 'download' }>;

/** The latest word of a download that goes on; null before it, after it, and for a shape that this page does not know. */
export function downloadOf(log: RunLog | undefined): Download | null {
  if (log?.stage !== 'download') return null;
  const parsed = runEventSchema.safeParse(log.download);
  return parsed.success && parsed.data.event === 'download' ? parsed.data : null;
}

/** Words for the states of a run. */
export const STATE_WORDS: Readonly<Record<RunState, string>> = {
  queued: 'queued',
  running: 'running',
  done: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
  interrupted: 'interrupted',
};

/** Whether a run is on its way, so that it can be cancelled but neither resumed nor deleted. */
export function isActive(state: RunState): boolean {
  return state === 'queued' || state === 'running';
}

/** Whether a run ended before its last frame. */
export function canResume(state: RunState): boolean {
  return state === 'cancelled' || state === 'failed' || state === 'interrupted';
}

const limited = (share: number) => Math.min(1, Math.max(0, share));

/**
 * How much of a run is done, 0 to 1: by frames where their number is known, else by the time in the video.
 * @returns null where neither is known, as while the index is read
 */
export function shareOf({ state, counts, total }: RunSummary, progress: Progress | null): number | null {
  if (state === 'done') return 1;
  const done = progress?.done ?? counts?.processed;
  const all = progress?.total ?? total;
  if (all && done !== undefined) return limited(done / all);
  if (progress && progress.duration > 0) return limited(progress.position / progress.duration);
  return null;
}

/** Where a run under way stands. */
export interface Standing {
  /** 0 to 1; null = cannot be told. */
  readonly share: number | null;
  /** Seconds left; null = cannot be told. */
  readonly eta: number | null;
  /** The download, while it goes on. */
  readonly download: Download | null;
}

/** How much is done, and the time left: of the download while that goes on, then of the frames. */
export function standingOf(run: RunSummary, log: RunLog | undefined): Standing {
  const working = run.state === 'running';
  const download = working ? downloadOf(log) : null;
  if (download) {
    const { bytes, total, eta } = download;
    return { share: total ? limited(bytes / total) : null, eta, download };
  }
  const progress = progressOf(log);
  return { share: shareOf(run, progress), eta: working ? (progress?.eta ?? null) : null, download: null };
}
