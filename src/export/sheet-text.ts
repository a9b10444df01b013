import type { QualityWeights } from '../contract/metric.ts';
import { METRICS } from '../contract/metric.ts';
import type { FrameRecord } from '../contract/record.ts';
import type { RunFile } from '../contract/run-files.ts';
import { sourceName } from '../contract/source-name.ts';
import { formatTimeCode } from '../contract/time-code.ts';
import {
  type Bounds,
  type Criteria,
  distanceLimit,
  type FaceCriteria,
  type MaskCriteria,
} from '../select/criteria.ts';
import type { ExportStyle } from './export-style.ts';
import { qualityOfRecord } from './record-quality.ts';

/** What a caption can hold. */
export type CaptionKind = ExportStyle['sheetCaptions'][number];

/** The order in which the parts of a caption stand. */
const ORDER: readonly CaptionKind[] = ['number', 'time', 'scores'];

/** The wanted parts of captions in the order in which they stand. */
export function captionKinds(wanted: readonly CaptionKind[]): CaptionKind[] {
  return ORDER.filter((kind) => wanted.includes(kind));
}

/** One part of the caption of a frame. */
export function captionText(kind: CaptionKind, record: FrameRecord, weights: QualityWeights): string {
  switch (kind) {
    case 'number':
      return `#${record.frame_number}`;
    case 'time':
      return formatTimeCode(record.time);
    case 'scores': {
      const quality = qualityOfRecord(record, weights);
      return quality === null ? 'q –' : `q ${quality.toFixed(1)}`;
    }
  }
}

function boundsText(name: string, { min, max }: Bounds, show: (value: number) => string): string[] {
  if (min !== null && max !== null) return [`${name} ${show(min)}–${show(max)}`];
  if (min !== null) return [`${name} ≥ ${show(min)}`];
  return max === null ? [] : [`${name} ≤ ${show(max)}`];
}

/** Criteria in words, only those that have an effect: `quality ≥ 60`. */
export function criteriaText({ mode, time, quality, metrics, faces, masks }: Criteria): string[] {
  const bounds =
    mode === 'overall'
      ? boundsText('quality', quality, String)
      : METRICS.flatMap((metric) => boundsText(metric.replaceAll('_', ' '), metrics[metric], String));
  return [...boundsText('time', time, formatTimeCode), ...bounds, ...faceText(faces), ...maskText(masks)];
}

function maskText({ minIdentity, area }: MaskCriteria): string[] {
  return [
    ...boundsText('identity', { min: minIdentity, max: null }, String),
    ...boundsText('subject area', area, (percent) => `${percent} %`),
  ];
}

function faceText(faces: FaceCriteria): string[] {
  const { person, eyesOpen, yaw, count } = faces;
  return [
    ...(person === null ? [] : [`person ${person}`]),
    ...boundsText('face distance', { min: null, max: distanceLimit(faces) }, String),
    ...(eyesOpen ? ['eyes open'] : []),
    ...boundsText('yaw', yaw, String),
    ...boundsText('faces', count, String),
  ];
}

/** The two lines above the pictures. */
export interface SheetTitle {
  readonly title: string;
  readonly details: string;
}

/** What a contact sheet says of itself. */
export function sheetTitle(
  run: RunFile,
  criteria: Criteria,
  counts: { readonly frames: number; readonly total: number; readonly pinned: number },
): SheetTitle {
  const { frames, total, pinned } = counts;
  const details = [
    `${frames} of ${total} ${total === 1 ? 'frame' : 'frames'}`,
    ...criteriaText(criteria),
    ...(pinned > 0 ? [`${pinned} pinned`] : []),
  ];
  return { title: sourceName(run.source), details: details.join('  ·  ') };
}
