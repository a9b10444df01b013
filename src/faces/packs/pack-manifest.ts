import type { ModelManifest } from '../../inference/download/model-bundle.ts';
import type { PlaneSettings } from '../../kernel/pixels.ts';

/** How the detector of a pack is run. `confidence` is the default. */
export type DetectorKind =
  | { readonly kind: 'ultraface'; readonly confidence: number; readonly raw: boolean }
  | { readonly kind: 'yunet'; readonly confidence: number; readonly longestSide: number }
  | { readonly kind: 'scrfd'; readonly confidence: number; readonly canvases: readonly number[] };

/** How the recogniser of a pack is fed and judged. */
export interface RecogniserKind {
  readonly planes: PlaneSettings;
  /** An embedding shorter than this is of no face; null where no such limit is known. */
  readonly leastNorm: number | null;
  /** Up to this cosine distance two faces are of one person. */
  readonly distance: number;
}

/** Names of the packs that are known. */
export const PACK_NAMES = [
  'faceplugin',
  'yunet',
  'buffalo_l',
  'buffalo_m',
  'buffalo_s',
  'antelopev2',
] as const;

/** Name of a pack. */
export type PackName = (typeof PACK_NAMES)[number];

/** A pack as data: what it is made of, how it is run, and where it comes from. */
export interface PackManifest extends ModelManifest {
  readonly kind: 'faces';
  readonly name: PackName;
  readonly detector: DetectorKind & { readonly file: string };
  /** File of the 68 landmarks; null where the detector's own points are used. */
  readonly landmarks: string | null;
  readonly eyes: string | null;
  readonly recogniser: RecogniserKind & { readonly file: string };
}
