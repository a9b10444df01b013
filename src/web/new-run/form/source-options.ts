import type { ProbeAnswer } from '../../../contract/http.ts';
import { MASK_OPTIONS } from '../../../contract/mask-options.ts';
import { isStills } from '../../../contract/probe.ts';
import { ApiError } from '../../api/api-error.ts';

/** What a run is made of, as far as the form cares. */
export type SourceKind = 'video' | 'picture' | 'folder';

/** Options that say something of a video alone. */
const OF_VIDEOS: ReadonlySet<string> = new Set([
  ...Object.keys(MASK_OPTIONS),
  'start',
  'end',
  'stream',
  'hwaccel',
  'maxGap',
  'deinterlace',
  'keepPixelAspect',
]);
/** Options that say something of a folder alone. */
const OF_FOLDERS: ReadonlySet<string> = new Set(['glob']);

/** What the chosen source is; a video until the server says otherwise. */
export function sourceKind(answer: ProbeAnswer | null, error: unknown): SourceKind {
  // A folder without pictures of its own may hold some in its subfolders.
  if (answer === null)
    return error instanceof ApiError && error.code === 'input_folder_empty' ? 'folder' : 'video';
  if (!isStills(answer.probe)) return 'video';
  return answer.source.pictures?.folder === answer.source.path ? 'folder' : 'picture';
}

/** Whether an option can have an effect on such a source. */
export function suits(name: string, kind: SourceKind): boolean {
  return (
    !(kind === 'video' ? OF_FOLDERS : OF_VIDEOS).has(name) && (kind !== 'picture' || !OF_FOLDERS.has(name))
  );
}
