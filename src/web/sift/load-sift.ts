import type { QueryClient } from '@tanstack/react-query';
import type { RunDetail } from '../../contract/http.ts';
import { ApiError } from '../api/api-error.ts';
import { fetchAnswer } from '../api/fetch-answer.ts';
import { changePeople, fetchComparison, lookFor } from '../api/people.ts';
import { peopleQuery, reviewQuery, runQuery } from '../api/queries.ts';
import { queryKeys } from '../api/query-keys.ts';
import { fetchRecords } from '../api/records.ts';
import { fetchChoices, prepareSubject, previewSubject, putChoices } from '../api/subject.ts';
import { toastError } from '../parts/toasts.tsx';
import { comparisonOf } from './people/face-references.ts';
import { breathe, RecordFeed, takenIn } from './record-feed.ts';
import { Sift } from './sift.ts';
import { decodeMask } from './subject/decode-mask.ts';
import { tellTracked } from './subject/tell-tracked.ts';

/** A run that is sifted, with what brings its further rows. */
export interface LoadedSift {
  readonly sift: Sift;
  readonly feed: RecordFeed;
}

/** The distances that are in effect instead of those of the analysis; null where there are none. */
async function chosenComparison(run: Promise<RunDetail>, id: string, signal: AbortSignal) {
  if ((await run).faces === null) return null;
  const table = await fetchComparison(id, signal).catch((thrown: unknown) => {
    // Faces without embeddings: nothing can be compared, and all the rest can be looked at.
    if (thrown instanceof ApiError) return null;
    throw thrown;
  });
  return table?.chosen ? table : null;
}

/**
 * Loads a run with everything that is known of its frames.
 * @param id of the run in the address
 * @throws ApiError when the run is not there, or nobody answers
 */
export async function loadSift(client: QueryClient, id: string, signal: AbortSignal): Promise<LoadedSift> {
  const asked = fetchAnswer(client, runQuery(id));
  const [run, review, table, comparison] = await Promise.all([
    asked,
    fetchAnswer(client, reviewQuery(id)),
    fetchRecords(id, null, signal),
    chosenComparison(asked, id, signal),
  ]);
  const data = await takenIn(table, breathe);
  if (comparison) data.columns.compareFaces(comparisonOf(data.columns.faces, comparison));
  signal.throwIfAborted();
  const people = () => fetchAnswer(client, peopleQuery(run.id));
  const sift = new Sift({
    run,
    review,
    data,
    query: new URLSearchParams(location.search),
    chosen: comparison !== null,
    referenceParts: {
      look: (wanted) => lookFor(run.id, wanted),
      get: () => fetchComparison(run.id, signal),
      people,
      onError: toastError,
    },
    subjectParts: {
      get: () => fetchChoices(run.id),
      put: (prompts) => putChoices(run.id, prompts),
      onEnd: tellTracked,
      onError: toastError,
      prepare: (frame, signal) => prepareSubject(run.id, frame, signal),
      preview: (pointing, signal) => previewSubject(run.id, pointing, signal),
      decode: decodeMask,
    },
    peopleParts: { get: people, change: (change) => changePeople(run.id, change), onError: toastError },
  });
  const { model } = sift;
  const feed = new RecordFeed(table.generation, {
    fetch: (known) => fetchRecords(run.id, known, signal),
    length: () => model.data.length,
    append: (rows) => {
      model.append(rows);
      if (sift.references.chosen && rows.faces) void sift.references.refresh();
    },
    replace: (rows) => {
      sift.replace(rows);
      void client.invalidateQueries({ queryKey: queryKeys.anyFrame(run.id) });
      if (sift.references.chosen) void sift.references.refresh();
    },
    breathe,
  });
  return { sift, feed };
}
