import { isUnreachable } from '../../api/api-error.ts';
import { uploadsQuery } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { formatBytes } from '../../format/numbers.ts';
import { toastError } from '../../parts/toasts.tsx';
import { Observable } from '../../state/observable.ts';
import { tusTransfer } from './tus-transfer.ts';
import { UploadStore } from './upload-store.ts';

/** A file that has arrived. */
export interface Arrival {
  readonly name: string;
  /** Absolute path on the machine of the server. */
  readonly path: string;
}

/** The latest file that has arrived; a page that has use for it takes it and sets null. */
export const latestArrival = new Observable<Arrival | null>(null);

/** Pause before the list is asked for again while the server does not answer, milliseconds. */
const PAUSE_MS = 2000;

/** Finds out where a file lies that has arrived, as soon as the server says it. */
async function noteArrival(id: string): Promise<void> {
  try {
    await queryClient.invalidateQueries({ queryKey: queryKeys.uploads });
    const { uploads } = await queryClient.fetchQuery(uploadsQuery);
    const upload = uploads.find((one) => one.id === id);
    if (upload?.path) latestArrival.value = { name: upload.name, path: upload.path };
  } catch (thrown) {
    if (isUnreachable(thrown)) setTimeout(noteArrival, PAUSE_MS, id);
    else toastError(thrown);
  }
}

/** The files that this tab sends. */
export const uploadStore = new UploadStore(tusTransfer, (id) => void noteArrival(id));

/** Why a file cannot be sent; null = it can. */
export function sizeProblem(name: string, size: number, limit: number): string | null {
  if (size === 0) return `${name} is empty.`;
  if (size <= limit) return null;
  return `${name} has ${formatBytes(size)}; at most ${formatBytes(limit)} can be uploaded. Pick it from the machine instead: that copies nothing and has no limit.`;
}

/** Sends files, or says of each why it cannot be sent. */
export async function sendFiles(files: Iterable<File>): Promise<void> {
  try {
    const { limit } = await queryClient.fetchQuery(uploadsQuery);
    for (const file of files) {
      const problem = sizeProblem(file.name, file.size, limit);
      if (problem) toastError(new Error(problem));
      else uploadStore.send(file);
    }
  } catch (thrown) {
    toastError(thrown);
  }
}
