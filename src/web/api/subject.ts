import type { SubjectPrompt } from '../../contract/subject-file.ts';
import type { SubjectPointing, SubjectPreview } from '../../contract/subject-http.ts';
import { api, resultOf } from './client.ts';

const init = (signal: AbortSignal | undefined) => (signal ? { init: { signal } } : {});

/**
 * GET /api/runs/{id}/subject: what was pointed at after the analysis.
 * @throws ApiError
 */
export async function fetchChoices(id: string): Promise<readonly SubjectPrompt[]> {
  return (await resultOf(api.runs[':id'].subject.$get({ param: { id } }))).prompts;
}

/**
 * PUT /api/runs/{id}/subject: points at these from now on; the run begins again for the shots that it concerns.
 * @throws ApiError `run_busy` while the run works
 */
export async function putChoices(id: string, prompts: readonly SubjectPrompt[]): Promise<void> {
  await resultOf(api.runs[':id'].subject.$put({ param: { id }, json: { prompts: [...prompts] } }));
}

/**
 * POST /api/runs/{id}/subject/preview: what the subject would be.
 * @throws ApiError; what `fetch` throws when it is aborted
 */
export function previewSubject(
  id: string,
  pointing: SubjectPointing,
  signal?: AbortSignal,
): Promise<SubjectPreview> {
  return resultOf(api.runs[':id'].subject.preview.$post({ param: { id }, json: pointing }, init(signal)));
}

/**
 * POST /api/runs/{id}/subject/prepare: somebody is about to point at a frame.
 * @throws ApiError; what `fetch` throws when it is aborted
 */
export async function prepareSubject(id: string, frame: number, signal?: AbortSignal): Promise<void> {
  const json = { frame_number: frame };
  await resultOf(api.runs[':id'].subject.prepare.$post({ param: { id }, json }, init(signal)));
}
