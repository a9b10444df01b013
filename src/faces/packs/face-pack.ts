import { AppError } from '../../contract/app-error.ts';
import type { DetectorKind, RecogniserKind } from './pack-manifest.ts';

/** A pack on this machine: plain data that can be posted to workers. Files are absolute paths. */
export interface FacePack {
  /** Name of a known pack, or of its folder. */
  readonly name: string;
  readonly detector: DetectorKind & { readonly file: string };
  readonly landmarks: string | null;
  readonly eyes: string | null;
  /** Null where faces are found but not compared. Embeddings of one `sha256` can be compared with each other. */
  readonly recogniser: (RecogniserKind & { readonly file: string; readonly sha256: string }) | null;
  /** Why faces cannot be compared; null when they can. */
  readonly recognitionProblem: string | null;
}

/**
 * The pack's recogniser, for whoever needs distances.
 * @throws AppError `recognition_missing`
 */
export function requireRecogniser({ name, recogniser, recognitionProblem }: FacePack) {
  if (recogniser && recognitionProblem === null) return recogniser;
  throw new AppError('recognition_missing', {
    pack: name,
    reason: recognitionProblem ?? 'it has no recogniser',
  });
}
