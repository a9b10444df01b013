import type { Bounds } from '../../../select/criteria.ts';
import { isFaceField } from '../../../select/fields.ts';
import { formatCount, formatDecimals, formatScore } from '../../format/numbers.ts';
import { formatTime } from '../../format/times.ts';
import type { Edge, FilterFacts } from './filter-facts.ts';

/** A limit as it stands in its field. */
export function limitNumber({ bound }: Pick<FilterFacts, 'bound'>, value: number): string {
  if (bound === 'time') return formatTime(value);
  if (bound === 'face_count') return formatCount(value);
  if (bound === 'face_yaw' || bound === 'identity' || isFaceField(bound)) return formatDecimals(value, 2, 4);
  // A limit is shown as it is, so that a typed 62.25 does not look like 62.3.
  return formatScore(value, [Number(value.toFixed(1))]);
}

/** A limit as it is written elsewhere. */
export function limitText(filter: Pick<FilterFacts, 'bound'>, value: number): string {
  const text = limitNumber(filter, value);
  return filter.bound === 'mask_area' ? `${text}\u00a0%` : text;
}

/** What limiting something is called in Undo: `sharpness 62.0 or more`. */
export function boundsStep(filter: FilterFacts, { min, max }: Bounds): string {
  const name = filter.label.toLowerCase();
  const text = (value: number): string => limitText(filter, value);
  if (min !== null && max !== null) return `${name} ${text(min)} to ${text(max)}`;
  if (min !== null) return `${name} ${text(min)} or more`;
  return max !== null ? `${name} ${text(max)} or less` : `no limit of ${name}`;
}

/** Bounds with one end moved, never past the other. */
export function withEdge(bounds: Bounds, edge: Edge, value: number | null): Bounds {
  if (value === null) return { ...bounds, [edge]: null };
  if (edge === 'min') return { ...bounds, min: bounds.max === null ? value : Math.min(value, bounds.max) };
  return { ...bounds, max: bounds.min === null ? value : Math.max(value, bounds.min) };
}
