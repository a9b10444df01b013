import type { RunSummary } from '../../contract/http.ts';
import type { UploadView } from '../../contract/uploads.ts';

/** What is known of an uploaded file whose runs are looked for. */
export interface UsedFile {
  /** Absolute paths under which runs may know it: as listed, and with links resolved. */
  readonly paths: readonly string[];
  /** Of what it holds now; null where that cannot be read. */
  readonly fingerprint: string | null;
  /** When it was begun, UTC. */
  readonly created_at: string;
}

type UsingRun = UploadView['runs'][number];

const isOpen = ({ state }: RunSummary) => state === 'queued' || state === 'running';

/** Whether a run was made of what a file holds now, and not of what lay under its name before. */
function isMadeOf(run: RunSummary, { paths, fingerprint, created_at }: UsedFile): boolean {
  if (!paths.includes(run.input)) return false;
  if (isOpen(run)) return true;
  const { source_fingerprint: analysed } = run;
  // It ended before it could read the file.
  if (analysed === null) return run.created_at >= created_at;
  return analysed === fingerprint;
}

/** The runs of an uploaded file, in the order given. */
export function runsOf(file: UsedFile, runs: readonly RunSummary[]): UsingRun[] {
  return runs
    .filter((run) => isMadeOf(run, file))
    .map((run) => ({ id: run.id, name: run.title ?? run.name, open: isOpen(run) }));
}
