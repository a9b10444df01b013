import { useEffect } from 'react';
import type { ExportBody, ExportStatus } from '../../contract/http.ts';
import { api, resultOf } from '../api/client.ts';
import { useServerEvents } from '../api/server-events.ts';
import { Observable } from '../state/observable.ts';

/** The export that was begun last in this window; null = none. It goes on while the dialog is closed. */
export const exportJob = new Observable<ExportStatus | null>(null);

/** An answer that comes late must not take the place of an end that an event has told. */
function take(status: ExportStatus): void {
  const known = exportJob.value;
  if (known?.id === status.id && known.state !== 'running' && status.state === 'running') return;
  exportJob.value = status;
}

/**
 * Stops an export; nothing of it is left.
 * @throws ApiError
 */
export async function cancelExport(id: string): Promise<void> {
  take(await resultOf(api.exports[':id'].cancel.$post({ param: { id } })));
}

/**
 * Shows the folder of an export in the file manager.
 * @throws ApiError
 */
export async function openExport(id: string): Promise<void> {
  await resultOf(api.exports[':id'].open.$post({ param: { id } }));
}

/** Forgets an export that has ended. */
export function forgetExport(): void {
  exportJob.value = null;
}

async function refresh(): Promise<void> {
  const job = exportJob.value;
  if (job?.state !== 'running') return;
  const status = await resultOf(api.exports[':id'].$get({ param: { id: job.id } })).catch(() => null);
  if (status) take(status);
}

/**
 * Begins an export.
 * @throws ApiError
 */
export async function beginExport(run: string, json: ExportBody): Promise<void> {
  exportJob.value = await resultOf(api.runs[':id'].export.$post({ param: { id: run }, json }));
  // A small export may have ended before its number was known here, and its events told nobody.
  await refresh();
}

/**
 * Follows the export by the events of the server, as long as the component is there.
 * @param onEnd told once when it has ended
 */
export function useExportJob(onEnd: (status: ExportStatus) => void): void {
  useServerEvents((event) => {
    if (event.type === 'reset') void refresh();
    if (event.type === 'export' && event.export.id === exportJob.value?.id) take(event.export);
  });
  useEffect(() => {
    let running = exportJob.value?.state === 'running';
    return exportJob.subscribe(() => {
      const status = exportJob.value;
      const ended = running && status !== null && status.state !== 'running';
      running = status?.state === 'running';
      if (ended) onEnd(status);
    });
  }, [onEnd]);
}
