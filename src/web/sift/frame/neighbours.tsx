import { useEffect } from 'react';
import { formatFrameNumber } from '../../format/numbers.ts';
import { useObservable } from '../../state/use-observable.ts';
import { FrameButton } from '../frame-button.tsx';
import { factsOf } from '../frame-facts.ts';
import { useSift } from '../sift-context.tsx';
import { thumbWishes } from '../thumb.tsx';
import classes from './neighbours.module.css';

interface NeighboursProps {
  readonly row: number;
  /** Frames on either side. */
  readonly reach: number;
  /** Of a picture, CSS pixels. */
  readonly width: number;
  readonly who: 'panel' | 'stage';
}

/** A picture is asked for when its frame has stayed so long, milliseconds. */
const STAY_MS = 60;

function offsetText(offset: number): string {
  return offset === 0 ? '0' : offset > 0 ? `+${offset}` : `−${-offset}`;
}

/** The frames before and behind one in the video, whether they are kept or not. */
export function Neighbours({ row, reach, width, who }: NeighboursProps) {
  const { model, attention, thumbnails } = useSift();
  useObservable(model.outcome);
  const { inTime } = model;
  const middle = inTime.rankOf(row);
  const offsets = Array.from({ length: reach * 2 + 1 }, (_, place) => place - reach);
  const rows = offsets.map((offset) => {
    const place = middle + offset;
    return { offset, row: place >= 0 && place < inTime.length ? inTime.rowAt(place) : -1 };
  });
  const nearestFirst = rows.toSorted((a, b) => Math.abs(a.offset) - Math.abs(b.offset));
  const wanted = nearestFirst
    .filter((neighbour) => neighbour.row >= 0)
    .map((neighbour) => model.data.numberOf(neighbour.row))
    .join(' ');
  useEffect(() => {
    const timer = setTimeout(
      () => thumbnails.want(who, thumbWishes(wanted.split(' ').map(Number), width)),
      STAY_MS,
    );
    return () => clearTimeout(timer);
  }, [thumbnails, who, wanted, width]);
  useEffect(() => () => thumbnails.want(who, []), [thumbnails, who]);
  return (
    <fieldset className={classes.strip} aria-label="Neighbours in time">
      {rows.map(({ offset, row: neighbour }) => {
        if (neighbour < 0) return <span key={offset} style={{ width }} />;
        const facts = factsOf(model, neighbour);
        return (
          <FrameButton
            key={offset}
            row={neighbour}
            width={width}
            caption={offsetText(offset)}
            label={`${formatFrameNumber(facts.frame)}, ${offset === 0 ? 'this frame' : `${offsetText(offset)} in time`}, ${facts.reason === null ? 'kept' : 'dropped'}`}
            dropped={facts.reason !== null}
            current={offset === 0}
            onPress={() => attention.moveTo(neighbour)}
          />
        );
      })}
    </fieldset>
  );
}
