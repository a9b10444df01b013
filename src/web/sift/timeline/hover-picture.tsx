import { useEffect } from 'react';
import { useSift } from '../sift-context.tsx';
import { Thumb, thumbWishes } from '../thumb.tsx';
import classes from './timeline.module.css';

const WIDTH = 160;
/** A pointer that only passes asks for no picture, milliseconds. */
const STAY_MS = 60;

interface HoverPictureProps {
  readonly row: number;
  /** Where it points to, and how much room there is, CSS pixels. */
  readonly at: number;
  readonly room: number;
  readonly text: string;
}

/** The frame under the pointer. */
export function HoverPicture({ row, at, room, text }: HoverPictureProps) {
  const { thumbnails, model } = useSift();
  const frame = model.data.numberOf(row);
  useEffect(() => {
    const timer = setTimeout(() => thumbnails.want('hover', thumbWishes([frame], WIDTH)), STAY_MS);
    return () => clearTimeout(timer);
  }, [thumbnails, frame]);
  useEffect(() => () => thumbnails.want('hover', []), [thumbnails]);
  const left = Math.min(Math.max(0, room - WIDTH - 12), Math.max(0, at - WIDTH / 2 - 6));
  return (
    <div className={classes.hover} style={{ left }} aria-hidden>
      <Thumb frame={frame} width={WIDTH} />
      {text}
    </div>
  );
}
