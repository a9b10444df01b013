import { queryOptions } from '@tanstack/react-query';
import type { FacePicture } from '../../contract/face-pictures.ts';
import type {
  FeaturesAnswer,
  FilesAnswer,
  OptionsAnswer,
  PresetsAnswer,
  ProbeAnswer,
  ReviewAnswer,
  RunDetail,
  RunLog,
  RunsAnswer,
  ScenesAnswer,
} from '../../contract/http.ts';
import type { ModelsAnswer } from '../../contract/model-http.ts';
import type { PeopleAnswer } from '../../contract/people.ts';
import type { FrameRecord } from '../../contract/record.ts';
import type { SiteAnswer } from '../../contract/site.ts';
import type { UploadsAnswer } from '../../contract/uploads.ts';
import { api, resultOf } from './client.ts';
import { lookAtPicture } from './face-pictures.ts';
import { queryKeys } from './query-keys.ts';

const init = (signal: AbortSignal) => ({ init: { signal } });

/** GET /api/options: all option tables; they never change while a server runs. */
export const optionsQuery = queryOptions({
  queryKey: queryKeys.options,
  queryFn: ({ signal }): Promise<OptionsAnswer> => resultOf(api.options.$get({}, init(signal))),
});

/** GET /api/features: what works on this machine. */
export const featuresQuery = queryOptions({
  queryKey: queryKeys.features,
  queryFn: ({ signal }): Promise<FeaturesAnswer> => resultOf(api.features.$get({}, init(signal))),
});

/** GET /api/presets: kept up to date by events. */
export const presetsQuery = queryOptions({
  queryKey: queryKeys.presets,
  queryFn: ({ signal }): Promise<PresetsAnswer> => resultOf(api.presets.$get({}, init(signal))),
});

/** GET /api/uploads: kept up to date by events. */
export const uploadsQuery = queryOptions({
  queryKey: queryKeys.uploads,
  queryFn: ({ signal }): Promise<UploadsAnswer> => resultOf(api.uploads.$get({}, init(signal))),
});

/** GET /api/models: kept up to date by events. */
export const modelsQuery = queryOptions({
  queryKey: queryKeys.models,
  queryFn: ({ signal }): Promise<ModelsAnswer> => resultOf(api.models.$get({}, init(signal))),
});

/**
 * POST /api/faces/pictures: the faces of a reference picture of the machine, or of one that was sent.
 * @param model value of the option faceModel
 */
export function facePictureQuery(path: string, model: string) {
  return queryOptions({
    queryKey: queryKeys.facePicture(path, model),
    queryFn: ({ signal }): Promise<FacePicture> => lookAtPicture({ path }, model, signal),
  });
}

/** GET /api/runs: newest first, kept up to date by events. */
export const runsQuery = queryOptions({
  queryKey: queryKeys.runs,
  queryFn: ({ signal }): Promise<RunsAnswer> => resultOf(api.runs.$get({}, init(signal))),
});

/** GET /api/runs/{id}: kept up to date by events. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: queryKeys.run(id),
    queryFn: ({ signal }): Promise<RunDetail> =>
      resultOf(api.runs[':id'].$get({ param: { id } }, init(signal))),
  });
}

/** GET /api/runs/{id}/log: stage, latest progress and lines, kept up to date by events. */
export function runLogQuery(id: string) {
  return queryOptions({
    queryKey: queryKeys.runLog(id),
    queryFn: ({ signal }): Promise<RunLog> =>
      resultOf(api.runs[':id'].log.$get({ param: { id } }, init(signal))),
  });
}

/** GET /api/runs/{id}/frames/{n}: the record of a frame. */
export function frameQuery(id: string, frame: number) {
  return queryOptions({
    queryKey: queryKeys.frame(id, frame),
    queryFn: ({ signal }): Promise<FrameRecord> =>
      resultOf(api.runs[':id'].frames[':n'].$get({ param: { id, n: String(frame) } }, init(signal))),
  });
}

/** GET /api/runs/{id}/people: who is on the frames of a run. */
export function peopleQuery(id: string) {
  return queryOptions({
    queryKey: queryKeys.people(id),
    queryFn: ({ signal }): Promise<PeopleAnswer> =>
      resultOf(api.runs[':id'].people.$get({ param: { id } }, init(signal))),
    staleTime: 0,
  });
}

/** GET /api/runs/{id}/review: pins and rejects, kept up to date by events. */
export function reviewQuery(id: string) {
  return queryOptions({
    queryKey: queryKeys.review(id),
    queryFn: ({ signal }): Promise<ReviewAnswer> =>
      resultOf(api.runs[':id'].review.$get({ param: { id } }, init(signal))),
  });
}

/** GET /api/files: a folder, or the list of roots for null. Read anew each time it is shown. */
export function folderQuery(path: string | null) {
  return queryOptions({
    queryKey: queryKeys.folder(path),
    queryFn: ({ signal }): Promise<FilesAnswer> =>
      resultOf(api.files.$get({ query: path === null ? {} : { path } }, init(signal))),
    staleTime: 0,
  });
}

/**
 * POST /api/probe: facts and estimates of a file below one of the roots.
 * @param options those that change how many frames are looked at
 * @param index read the packets too, so that the numbers are exact
 */
export function probeQuery(path: string, options: Readonly<Record<string, unknown>>, index: boolean) {
  return queryOptions({
    queryKey: queryKeys.probe(path, options, index),
    queryFn: ({ signal }): Promise<ProbeAnswer> =>
      resultOf(api.probe.$post({ json: { path, options, index } }, init(signal))),
  });
}

/** Pause between an answer and the wish for a surer one, milliseconds. */
const SURER_MS = 100;

/**
 * POST /api/probe/scenes: how many scene cuts a file has, about. As long as the number is unsure and the page is in
 * sight, the server is asked to look at more of the video.
 * @param options those that change which cuts count
 */
export function scenesQuery(path: string, options: Readonly<Record<string, unknown>>) {
  const queryKey = queryKeys.scenes(path, options);
  return queryOptions({
    queryKey,
    queryFn: ({ signal, client }): Promise<ScenesAnswer> => {
      const more = client.getQueryData<ScenesAnswer>(queryKey)?.more === true;
      return resultOf(api.probe.scenes.$post({ json: { path, options, more } }, init(signal)));
    },
    refetchInterval: ({ state }) => (state.status === 'success' && state.data?.more ? SURER_MS : false),
  });
}

/**
 * POST /api/site: what an address holds. Asked anew each time it is shown, as a video may be downloaded meanwhile; the
 * server remembers what the site said.
 * @param options those that change what the site answers
 */
export function siteQuery(url: string, options: Readonly<Record<string, unknown>>) {
  return queryOptions({
    queryKey: queryKeys.site(url, options),
    queryFn: ({ signal }): Promise<SiteAnswer> =>
      resultOf(api.site.$post({ json: { url, options } }, init(signal))),
    staleTime: 0,
  });
}
