import type { RunSummary } from '../../contract/http.ts';
import { api, resultOf } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { queryKeys } from '../api/query-keys.ts';
import { toastUndo } from '../parts/toasts.tsx';

/** The stream tells what has changed; asking again makes it sure where the stream is cut. */
function renew(id: string): void {
  void queryClient.invalidateQueries({ queryKey: queryKeys.runs });
  void queryClient.invalidateQueries({ queryKey: queryKeys.run(id) });
}

/**
 * Stops a run of this server; what is recorded is kept.
 * @throws ApiError
 */
export async function cancelRun(id: string): Promise<void> {
  await resultOf(api.runs[':id'].cancel.$post({ param: { id } }));
  renew(id);
}

/**
 * Goes on with a run that ended early.
 * @throws ApiError
 */
export async function resumeRun(id: string): Promise<void> {
  await resultOf(api.runs[':id'].resume.$post({ param: { id } }));
  renew(id);
}

/**
 * Shows the folder of a run in the file manager.
 * @throws ApiError
 */
export async function openRunFolder(id: string): Promise<void> {
  await resultOf(api.runs[':id'].open.$post({ param: { id } }));
}

/**
 * Moves a run to the trash; a toast offers to take it back.
 * @throws ApiError
 */
export async function deleteRun({ id, name }: RunSummary): Promise<void> {
  const { trash_id } = await resultOf(api.runs[':id'].$delete({ param: { id } }));
  renew(id);
  toastUndo(`Moved ${name} to the trash`, async () => {
    await resultOf(api.trash[':trash_id'].restore.$post({ param: { trash_id } }));
    renew(id);
  });
}
