import { useEffect } from 'react';
import { reasonCode } from '../../../select/columns.ts';
import { boundsOf } from '../../../select/criteria.ts';
import type { FaceLimit } from '../../../select/face-limit.ts';
import { FACE_LIMITS } from '../../../select/face-limit.ts';
import { valuesBy } from '../../../select/order.ts';
import { formatFrameNumber } from '../../format/numbers.ts';
import { useObservable } from '../../state/use-observable.ts';
import { FrameButton } from '../frame-button.tsx';
import { allRows } from '../model/frame-order.ts';
import type { Outcome } from '../model/outcome.ts';
import type { SiftModel } from '../model/sift-model.ts';
import type { LimitInHand } from '../sift.ts';
import { useSift } from '../sift-context.tsx';
import { thumbWishes } from '../thumb.tsx';
import { valueText } from '../words.ts';
import { type AtLimit, framesAtLimit } from './at-limit.ts';
import { limitText } from './bound-words.ts';
import classes from './filters.module.css';

interface FoundAtLimit extends AtLimit {
  /** The limit. */
  readonly value: number;
  /** The value of a row, as it is written below its picture. */
  readonly textOf: (row: number) => string;
}

const SIDE = 3;
const WIDTH = 132;

function isFaceLimit(field: string): field is FaceLimit {
  return FACE_LIMITS.some((name) => name === field);
}

/** Rows by rising value of what a limit is compared with; null while they are being sorted. */
function byValue(model: SiftModel, { criteria }: Outcome, { filter, edge }: LimitInHand) {
  const { field } = filter;
  if (field === 'time') return null;
  const { columns } = model.data;
  if (isFaceLimit(field)) return model.faceLimits.get(columns, criteria.faces, field, edge);
  const order = model.rising(field);
  return order && { order: allRows(order), values: valuesBy(columns, field, criteria.weights) };
}

/** The frames on either side of the limit that is being set, those that nothing else drops. */
function useAtLimit(limit: LimitInHand | null): FoundAtLimit | null {
  const { model } = useSift();
  const outcome = useObservable(model.outcome);
  useObservable(model.orderVersion);
  if (!limit) return null;
  const { selection, marks, criteria } = outcome;
  const { filter, edge } = limit;
  const value = boundsOf(criteria, filter.bound)[edge];
  const sorted = value === null ? null : byValue(model, outcome, limit);
  if (value === null || !sorted) return null;
  const own = reasonCode(filter.reason);
  const { codes, alone } = selection;
  const found = framesAtLimit({
    ...sorted,
    limit: value,
    edge,
    matters: (row) => marks[row] === 0 && (codes[row] === 0 || alone[row] === own),
    count: SIDE,
  });
  const textOf = (row: number): string => {
    const { field } = filter;
    return field === 'time' ? '' : valueText(field, sorted.values[row] ?? Number.NaN, [value]);
  };
  return { ...found, value, textOf };
}

/** Three frames just under and three just over the limit in hand: one sets it by looking, not by its number. */
export function AtLimitStrip() {
  const sift = useSift();
  const { model } = sift;
  const limit = useObservable(sift.limit);
  const found = useAtLimit(limit);
  const frames = [...(found?.under ?? []), ...(found?.over ?? [])].map((row) => model.data.numberOf(row));
  const wanted = frames.join(' ');
  useEffect(() => {
    const numbers = wanted === '' ? [] : wanted.split(' ').map(Number);
    // While the handle moves on, no picture is asked for.
    const timer = setTimeout(() => sift.thumbnails.want('limit', thumbWishes(numbers, WIDTH)), 100);
    return () => clearTimeout(timer);
  }, [sift, wanted]);
  useEffect(() => () => sift.thumbnails.want('limit', []), [sift]);
  if (!limit || !found) return null;
  const { filter, edge } = limit;
  const side = (name: 'under' | 'over') => {
    const kept = (edge === 'min') === (name === 'over');
    const words = `just ${name}: ${kept ? 'kept' : 'dropped'}`;
    return (
      <fieldset className={classes.side} data-side={name} aria-label={words}>
        <p>{found[name].length > 0 ? words : `nothing ${name} it`}</p>
        <div className={classes.pictures}>
          {found[name].map((row) => (
            <FrameButton
              key={row}
              row={row}
              width={WIDTH}
              caption={found.textOf(row)}
              label={`${formatFrameNumber(model.data.numberOf(row))}, ${words}`}
              dropped={!kept}
              onPress={() => sift.attention.moveTo(row)}
            />
          ))}
        </div>
      </fieldset>
    );
  };
  return (
    <section className={classes.limit} aria-label={`At the limit of ${filter.label.toLowerCase()}`}>
      {side('under')}
      <div className={classes.mark}>{limitText(filter, found.value)}</div>
      {side('over')}
    </section>
  );
}
