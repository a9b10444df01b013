import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import type { FaceRecord } from '../../contract/record.ts';
import type { FacePack } from '../../faces/packs/face-pack.ts';
import { PRESENCE } from '../../faces/packs/presence.ts';

/** Numbers of an embedding; the recognisers of all packs agree in that. */
export const EMBEDDING_DIMENSIONS = 512;
/** Bytes of a row of face_embeddings.f16. */
export const EMBEDDING_BYTES = EMBEDDING_DIMENSIONS * 2;

/** What a picture needs of its faces to be written. */
export interface FacePreFilter {
  /** 0..1, of the surest face. */
  readonly minConfidence: number;
  /** Percent of the picture, of the largest face. */
  readonly minArea: number;
}

/** How the faces of a run are looked for; plain data, so that it can travel to worker threads. */
export interface FaceSettings {
  readonly pack: FacePack;
  /** Least score of a face, 0..1. */
  readonly confidence: number;
  readonly tiles: boolean;
  readonly gpu: boolean;
  /** Null: every picture is written, with faces or without. */
  readonly preFilter: FacePreFilter | null;
}

/** A face as a worker finds it: its record without what only the whole run knows, and its embedding as half floats. */
export interface FoundFace {
  readonly facts: Omit<FaceRecord, 'embedding' | 'person' | 'distance'>;
  /** Null where the face cannot be compared. */
  readonly embedding: Uint16Array | null;
}

/** Why a picture is not written for its faces. */
export type FaceReason = 'no_face' | 'face_confidence' | 'face_area';

/** How the options look for faces with a pack. A confidence below the detector's own limit lowers that limit. */
export function faceSettingsOf(options: AnalyzeOptions, pack: FacePack): FaceSettings {
  const { preFilterFace, minFaceConfidence, minFaceArea, faceTiles, gpu } = options;
  const usual = pack.detector.confidence;
  const presence = PRESENCE[pack.detector.kind];
  const wanted = minFaceConfidence ?? presence.confidence;
  const preFilter = { minConfidence: wanted, minArea: minFaceArea ?? presence.area };
  return {
    pack,
    confidence: preFilterFace ? Math.min(usual, wanted) : usual,
    tiles: faceTiles && pack.detector.kind === 'ultraface',
    gpu,
    preFilter: preFilterFace ? preFilter : null,
  };
}

/** The first demand that the faces of a picture do not meet; null when it is to be written. */
export function judgeFaces(faces: readonly FoundFace[], filter: FacePreFilter | null): FaceReason | null {
  if (filter === null) return null;
  if (faces.length === 0) return 'no_face';
  const most = (of: (face: FoundFace) => number) => Math.max(...faces.map(of));
  if (most(({ facts }) => facts.confidence) < filter.minConfidence) return 'face_confidence';
  return most(({ facts }) => facts.area_pct) < filter.minArea ? 'face_area' : null;
}
