import { REASONS, type Reason } from '../contract/reasons.ts';

/** The bit of a reason in the column of failed criteria; rises in the order in which reasons are named. */
export function reasonBit(reason: Reason): number {
  return 1 << REASONS.indexOf(reason);
}

/** One condition, made ready for a run: sets the bits of its reasons in every row that fails it. */
export type Criterion = (failing: Uint32Array) => void;
