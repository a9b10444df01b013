import classes from './frame-button.module.css';
import { useSift } from './sift-context.tsx';
import { Thumb } from './thumb.tsx';

interface FrameButtonProps {
  readonly row: number;
  /** Of the picture, CSS pixels. */
  readonly width: number;
  readonly caption: string;
  /** What it is, for a screen reader. */
  readonly label: string;
  readonly dropped?: boolean;
  /** It is the one that is looked at. */
  readonly current?: boolean;
  readonly onPress: () => void;
}

/** A small picture to be pressed, with a line below it. */
export function FrameButton({ row, width, caption, label, dropped, current, onPress }: FrameButtonProps) {
  const { model } = useSift();
  return (
    <button
      type="button"
      className={classes.frame}
      style={{ width }}
      data-dropped={dropped || undefined}
      aria-current={current || undefined}
      aria-label={label}
      // Pressing it must not take the focus from the handle that is being set.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      <span className={classes.picture}>
        <Thumb frame={model.data.numberOf(row)} width={width} />
      </span>
      <span className={classes.caption}>{caption}</span>
    </button>
  );
}
