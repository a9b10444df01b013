import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useObservable } from '../../state/use-observable.ts';
import { factsOf } from '../frame-facts.ts';
import { useSift } from '../sift-context.tsx';
import classes from './picture-notice.module.css';

/** Redraws when the large picture of a frame has come or is broken. */
function useArrival(frame: number): void {
  const { pictures } = useSift();
  const [, tell] = useState(0);
  useEffect(() => pictures.listen((came) => came === frame && tell((count) => count + 1)), [pictures, frame]);
}

/** What there is to know about the picture itself: where it comes from, or why there is none. */
export function PictureNotice({ row }: { readonly row: number }) {
  const { model, pictures, run } = useSift();
  const { source_missing: moved } = useObservable(run);
  const frame = model.data.numberOf(row);
  useArrival(frame);
  const { undecodable } = factsOf(model, row);
  if (undecodable)
    return <p className={classes.notice}>This frame could not be decoded: there is no picture.</p>;
  if (pictures.isBroken(frame)) {
    return (
      <div className={classes.notice} role="status">
        {moved && !model.data.isStored(row)
          ? 'The run stored no picture of this frame, and the video is not where it was.'
          : 'The picture could not be loaded.'}
        <Button size="compact-xs" variant="default" onClick={() => pictures.retry([frame])}>
          Try again
        </Button>
      </div>
    );
  }
  if (model.data.isStored(row)) return null;
  return <p className={classes.notice}>Not stored by the run (pre-filter). Shown from the video.</p>;
}
