import type { UploadsAnswer, UploadView } from '../../../contract/uploads.ts';
import { ApiError, isUnreachable } from '../../api/api-error.ts';
import { api, resultOf } from '../../api/client.ts';
import { uploadsQuery } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { formatBytes } from '../../format/numbers.ts';
import { announce } from '../../parts/live-region.tsx';
import { toastError } from '../../parts/toasts.tsx';
import { Observable } from '../../state/observable.ts';
import { factsAmong, type HereFile, UNKNOWN_FILE } from './file-facts.ts';
import { fileFingerprint } from './file-fingerprint.ts';
import { tusTransfer } from './tus-transfer.ts';
import { type UploadMeans, UploadStore } from './upload-store.ts';
import { hereWords } from './upload-words.ts';

/** The latest file that has arrived, or was here already; a page that has use for it takes it and sets null. */
export const latestArrival = new Observable<HereFile | null>(null);

/** Lines about chosen files that were here already; they stay until they are read or more files are chosen. */
export const hereLines = new Observable<readonly string[]>([]);

/** Pause before the list is asked for again while the server does not answer, milliseconds. */
const PAUSE_MS = 2000;

const KEY_MISSING = 401;

const isAway = (thrown: unknown) =>
  isUnreachable(thrown) || (thrown instanceof ApiError && thrown.status === KEY_MISSING);

/**
 * The uploads as they are now: not from the cache, which may be renewed in the middle. Waits for a server that is away.
 * @throws ApiError
 */
async function listedUploads(onWaiting: (waiting: boolean) => void): Promise<readonly UploadView[]> {
  for (let away = false; ; away = true) {
    try {
      const answer = await resultOf(api.uploads.$get());
      queryClient.setQueryData<UploadsAnswer>(queryKeys.uploads, answer);
      if (away) onWaiting(false);
      return answer.uploads;
    } catch (thrown) {
      if (!isAway(thrown)) throw thrown;
      onWaiting(true);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

const lookUp: UploadMeans['lookUp'] = async (file, onWaiting) => {
  const fingerprint = await fileFingerprint(file);
  if (fingerprint === null) return UNKNOWN_FILE;
  return factsAmong({ fingerprint, size: file.size }, await listedUploads(onWaiting));
};

/** Finds out where a file lies that has arrived, as soon as the server says it. */
async function noteArrival(id: string): Promise<void> {
  try {
    const uploads = await listedUploads(() => undefined);
    const upload = uploads.find((one) => one.id === id);
    if (upload?.path) latestArrival.value = { name: upload.name, path: upload.path };
  } catch (thrown) {
    toastError(thrown);
  }
}

function noteHere(name: string, here: HereFile): void {
  const words = hereWords(name, here.name);
  hereLines.value = [...hereLines.value.filter((line) => line !== words), words];
  announce(words);
  latestArrival.value = here;
}

/** The files that this tab sends. */
export const uploadStore = new UploadStore({
  lookUp,
  transfer: tusTransfer,
  onDone: noteArrival,
  onHere: noteHere,
});

/** Why a file cannot be sent; null = it can. */
export function sizeProblem(name: string, size: number, limit: number): string | null {
  if (size === 0) return `${name} is empty.`;
  if (size <= limit) return null;
  return `${name} has ${formatBytes(size)}; at most ${formatBytes(limit)} can be uploaded. Pick it from the machine instead: that copies nothing and has no limit.`;
}

/** Sends files that the server does not have, or says of each why it cannot be sent. */
export async function sendFiles(files: Iterable<File>): Promise<void> {
  hereLines.value = [];
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
