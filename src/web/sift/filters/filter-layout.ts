import type { Bins } from '../model/outcome.ts';
import type { ValueScale } from './value-scale.ts';

/** How a filter is laid out: its scale and the bins that are drawn along it. */
export interface FilterLayout {
  readonly scale: ValueScale;
  readonly bins: Bins;
  /** Bins that are drawn, from the first on. */
  readonly shown: number;
  readonly notMeasured: number;
  /** Bins that make a bar, where it is not the usual number. */
  readonly binsABar?: number;
  /** A value that is worth knowing, marked in the chart; null = none. */
  readonly mark?: number | null;
}
