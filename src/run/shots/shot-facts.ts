import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import type { ShotFacts, Source } from '../../contract/run-files.ts';

/** Raised whenever the detector finds other shots, so that runs with different ones are told apart. */
const BEST_VERSION = 1;

type ShotOptions = Pick<AnalyzeOptions, 'method' | 'enableSubjectMask' | 'sceneDetect'>;

/** Whether shots are told while the frames are recorded; before masks are made they are told already. */
export function tellsShots({ pictures }: Pick<Source, 'pictures'>, options: ShotOptions): boolean {
  const { method, enableSubjectMask } = options;
  return !pictures && !enableSubjectMask && (method === 'all' || method === 'scene');
}

/**
 * How the shots of a run are found; null where a method looks at too few frames, the source is pictures, or nobody wants
 * them for the masks.
 */
export function shotFactsOf(source: Pick<Source, 'pictures'>, options: ShotOptions): ShotFacts | null {
  const isTold = options.enableSubjectMask ? options.sceneDetect : tellsShots(source, options);
  return isTold ? { detector: 'best', version: BEST_VERSION } : null;
}
