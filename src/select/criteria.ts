import { AppError } from '../contract/app-error.ts';
import type { CriteriaOptions } from '../contract/criteria-options.ts';
import { METRICS, type Metric, type QualityWeights, weightsFromList } from '../contract/metric.ts';
import { flagOf } from '../contract/option-text.ts';
import type { FaceFacts } from '../contract/run-files.ts';

/** Inclusive bounds in points, or in the unit of what is bounded; null = no bound. */
export interface Bounds {
  readonly min: number | null;
  readonly max: number | null;
}

/** What a run says of its faces: the models, and up to which distance they take two faces for one person. */
export type RunFaces = Pick<FaceFacts, 'pack' | 'max_distance'>;

/** What a face has to be like: one and the same face of a frame meets all of it. Only the count is about the frame. */
export interface FaceCriteria {
  /** Nearest person of the face; null = anybody. */
  readonly person: string | null;
  /** Largest distance; null = none, but for a wanted person that of {@link run}. */
  readonly maxDistance: number | null;
  /** The models that the distance was chosen for, where they are not those of the run. */
  readonly pack: string | null;
  /** Least confidence of the detector; null = none. */
  readonly minConfidence: number | null;
  /** A face whose eyes are most likely closed does not count. */
  readonly eyesOpen: boolean;
  /** Eye distances. */
  readonly yaw: Bounds;
  /** Faces in the frame. */
  readonly count: Bounds;
  /** Of the run itself; null = it has no faces. */
  readonly run: RunFaces | null;
}

/** What the mask of a frame has to be like. A frame whose mask is empty fails as soon as anything is asked. */
export interface MaskCriteria {
  /** Least likeness to the subject that was sought; null = none. */
  readonly minIdentity: number | null;
  /** Percent of the picture. */
  readonly area: Bounds;
}

/** What decides whether a frame is kept. The bounds of the other mode are remembered but have no effect. */
export interface Criteria {
  readonly mode: 'overall' | 'individual';
  readonly weights: QualityWeights;
  /** Seconds as a player shows them; in effect in either mode. */
  readonly time: Bounds;
  readonly quality: Bounds;
  readonly metrics: Readonly<Record<Metric, Bounds>>;
  /** In effect in either mode. */
  readonly faces: FaceCriteria;
  /** In effect in either mode. */
  readonly masks: MaskCriteria;
}

/** What can be bounded. A distance has no minimum, a confidence and a likeness no maximum. */
export type BoundName =
  | 'time'
  | 'quality'
  | Metric
  | 'face_confidence'
  | 'face_distance'
  | 'face_count'
  | 'face_yaw'
  | 'identity'
  | 'mask_area';

type OtherOption = 'filterMode' | 'weights' | 'person' | 'facePack' | 'eyesOpen';
type BoundOption = Exclude<keyof CriteriaOptions, OtherOption>;

const OPTIONS_OF: Readonly<Record<BoundName, { min: BoundOption | null; max: BoundOption | null }>> = {
  time: { min: 'minTime', max: 'maxTime' },
  quality: { min: 'minQuality', max: 'maxQuality' },
  sharpness: { min: 'minSharpness', max: 'maxSharpness' },
  edge_strength: { min: 'minEdgeStrength', max: 'maxEdgeStrength' },
  contrast: { min: 'minContrast', max: 'maxContrast' },
  brightness: { min: 'minBrightness', max: 'maxBrightness' },
  entropy: { min: 'minEntropy', max: 'maxEntropy' },
  face_confidence: { min: 'minConfidence', max: null },
  face_distance: { min: null, max: 'maxFaceDistance' },
  face_count: { min: 'minFaces', max: 'maxFaces' },
  face_yaw: { min: 'minYaw', max: 'maxYaw' },
  identity: { min: 'minIdentity', max: null },
  mask_area: { min: 'minMaskArea', max: 'maxMaskArea' },
};

/** Whether there is any bound. */
export const isBounded = ({ min, max }: Bounds): boolean => min !== null || max !== null;

function resolveMode(
  options: CriteriaOptions,
  quality: Bounds,
  metrics: readonly Bounds[],
): Criteria['mode'] {
  if (options.filterMode !== 'auto') return options.filterMode;
  const individual = metrics.some(isBounded);
  if (individual && isBounded(quality)) {
    throw new AppError('usage', {
      detail:
        'Bounds on quality and on single metrics are both given: name --filter-mode overall or --filter-mode individual',
    });
  }
  return individual ? 'individual' : 'overall';
}

function checkBounds(name: BoundName, { min, max }: Bounds): void {
  const { min: low, max: high } = OPTIONS_OF[name];
  if (low === null || high === null || min === null || max === null || min <= max) return;
  throw new AppError('usage', {
    detail: `--${flagOf(low)} ${min} is above --${flagOf(high)} ${max}, so no frame can pass`,
  });
}

/** The names whose bounds are in effect. */
function effectiveNames(mode: Criteria['mode']): readonly BoundName[] {
  return [
    'time',
    ...(mode === 'overall' ? (['quality'] as const) : METRICS),
    'face_confidence',
    'face_distance',
    'face_count',
    'face_yaw',
    'identity',
    'mask_area',
  ];
}

/** The bounds of a name, whichever mode they belong to, as they were given. */
export function boundsOf({ time, quality, metrics, faces, masks }: Criteria, name: BoundName): Bounds {
  switch (name) {
    case 'time':
      return time;
    case 'quality':
      return quality;
    case 'face_confidence':
      return { min: faces.minConfidence, max: null };
    case 'face_distance':
      return { min: null, max: faces.maxDistance };
    case 'face_count':
      return faces.count;
    case 'face_yaw':
      return faces.yaw;
    case 'identity':
      return { min: masks.minIdentity, max: null };
    case 'mask_area':
      return masks.area;
    default:
      return metrics[name];
  }
}

/** Criteria with other bounds of one name. A distance that is set belongs to the models of the run. */
export function withBounds(criteria: Criteria, name: BoundName, bounds: Bounds): Criteria {
  const { faces, masks } = criteria;
  switch (name) {
    case 'time':
      return { ...criteria, time: bounds };
    case 'quality':
      return { ...criteria, quality: bounds };
    case 'face_confidence':
      return { ...criteria, faces: { ...faces, minConfidence: bounds.min } };
    case 'face_distance':
      return { ...criteria, faces: { ...faces, maxDistance: bounds.max, pack: null } };
    case 'face_count':
      return { ...criteria, faces: { ...faces, count: bounds } };
    case 'face_yaw':
      return { ...criteria, faces: { ...faces, yaw: bounds } };
    case 'identity':
      return { ...criteria, masks: { ...masks, minIdentity: bounds.min } };
    case 'mask_area':
      return { ...criteria, masks: { ...masks, area: bounds } };
    default:
      return { ...criteria, metrics: { ...criteria.metrics, [name]: bounds } };
  }
}

/**
 * The largest distance in effect: what was given, else, where a person is wanted, up to where the models of the run take
 * two faces for one person. null = none.
 */
export function distanceLimit({ maxDistance, person, run }: FaceCriteria): number | null {
  return maxDistance ?? (person === null ? null : (run?.max_distance ?? null));
}

/** Whether anything is asked of faces. */
export function asksForFaces({ faces }: Criteria): boolean {
  const { person, maxDistance, minConfidence, eyesOpen, yaw, count } = faces;
  const single = person !== null || maxDistance !== null || minConfidence !== null || eyesOpen;
  return single || isBounded(yaw) || isBounded(count);
}

/** Whether anything is asked of masks. */
export function asksForMasks({ masks: { minIdentity, area } }: Criteria): boolean {
  return minIdentity !== null || isBounded(area);
}

/**
 * The criteria that thresholds as options stand for.
 * @param runWeights the weights of the run, used unless `weights` is given
 * @param runFaces what the run says of its faces; null = it has none
 * @throws AppError `usage` when quality and metric bounds are mixed without a filter mode, or a minimum lies
 * above its maximum
 */
export function criteriaFromOptions(
  options: CriteriaOptions,
  runWeights: QualityWeights,
  runFaces: RunFaces | null = null,
): Criteria {
  const bounds = (name: BoundName): Bounds => {
    const { min, max } = OPTIONS_OF[name];
    return { min: min === null ? null : options[min], max: max === null ? null : options[max] };
  };
  const metrics = {
    sharpness: bounds('sharpness'),
    edge_strength: bounds('edge_strength'),
    contrast: bounds('contrast'),
    brightness: bounds('brightness'),
    entropy: bounds('entropy'),
  };
  const quality = bounds('quality');
  const mode = resolveMode(options, quality, Object.values(metrics));
  const weights = options.weights ? weightsFromList(options.weights) : runWeights;
  const { maxFaceDistance, facePack } = options;
  const faces: FaceCriteria = {
    person: options.person,
    maxDistance: maxFaceDistance,
    pack: maxFaceDistance === null || facePack === runFaces?.pack ? null : facePack,
    minConfidence: options.minConfidence,
    eyesOpen: options.eyesOpen,
    yaw: bounds('face_yaw'),
    count: bounds('face_count'),
    run: ownFaces(runFaces),
  };
  const masks: MaskCriteria = { minIdentity: options.minIdentity, area: bounds('mask_area') };
  const criteria = { mode, weights, time: bounds('time'), quality, metrics, faces, masks };
  for (const name of effectiveNames(mode)) checkBounds(name, boundsOf(criteria, name));
  return criteria;
}

/**
 * The options that repeat these criteria, with another run too: mode, weights and what has an effect. The distance is the
 * one in effect, together with the models that it belongs to.
 */
export function criteriaToOptions(criteria: Criteria): Partial<CriteriaOptions> {
  const { weights, mode } = criteria;
  const options: Partial<CriteriaOptions> = {
    filterMode: mode,
    weights: [
      weights.sharpness,
      weights.edge_strength,
      weights.contrast,
      weights.brightness,
      weights.entropy,
    ],
  };
  for (const name of effectiveNames(mode)) {
    const { min, max } = boundsOf(criteria, name);
    const { min: low, max: high } = OPTIONS_OF[name];
    if (low !== null && min !== null) options[low] = min;
    if (high !== null && max !== null) options[high] = max;
  }
  return { ...options, ...faceOptions(criteria.faces) };
}

function faceOptions(faces: FaceCriteria): Partial<CriteriaOptions> {
  const distance = distanceLimit(faces);
  const pack = faces.pack ?? faces.run?.pack ?? null;
  return {
    ...(distance !== null && { maxFaceDistance: distance }),
    ...(distance !== null && pack !== null && { facePack: pack }),
    ...(faces.person !== null && { person: faces.person }),
    ...(faces.eyesOpen && { eyesOpen: true }),
  };
}

/** Only what criteria need: the references of a run are large. */
function ownFaces(run: RunFaces | null): RunFaces | null {
  return run && { pack: run.pack, max_distance: run.max_distance };
}

/**
 * Criteria without any bound: every kept record stays.
 * @param runFaces what the run says of its faces; null = it has none
 */
export function openCriteria(runWeights: QualityWeights, runFaces: RunFaces | null = null): Criteria {
  const none: Bounds = { min: null, max: null };
  return {
    mode: 'overall',
    weights: runWeights,
    time: none,
    quality: none,
    metrics: { sharpness: none, edge_strength: none, contrast: none, brightness: none, entropy: none },
    faces: {
      person: null,
      maxDistance: null,
      pack: null,
      minConfidence: null,
      eyesOpen: false,
      yaw: none,
      count: none,
      run: ownFaces(runFaces),
    },
    masks: { minIdentity: null, area: none },
  };
}
