import { pictureUrl, thumbnailUrl } from '../../api/urls.ts';
import { useObservable } from '../../state/use-observable.ts';
import { facesOf } from '../faces/shown-faces.ts';
import { useSift } from '../sift-context.tsx';
import classes from './people-strip.module.css';

/** A face is shown with so much of what is around it, in sizes of the face. */
const AROUND = 1.5;
/** A small picture is enough while a face has so many pixels in it. */
const ENOUGH = 90;
const SMALL = 640;

interface FaceCropProps {
  readonly frame: number;
  /** Place among the faces of the frame. */
  readonly face: number;
  /** CSS pixels. */
  readonly size: number;
}

/** A face, round, cut out of the picture of its frame. */
export function FaceCrop({ frame, face, size }: FaceCropProps) {
  const { model, run } = useSift();
  const { id, picture_key: key, picture_size: picture } = useObservable(run);
  const found = facesOf(model, model.data.columns.rowOf(frame))[face];
  if (!found || !picture) return <span className={classes.crop} style={{ width: size, height: size }} />;
  const [left, top, right, bottom] = found.box;
  const side = Math.max(right - left, bottom - top) * AROUND;
  const scale = size / side;
  const inSmall = ((right - left) * SMALL) / picture.width;
  const src =
    inSmall >= ENOUGH || picture.width <= SMALL
      ? thumbnailUrl(id, frame, SMALL, key)
      : pictureUrl(id, frame, key);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  return (
    <span className={classes.crop} style={{ width: size, height: size }}>
      <img
        src={src}
        alt=""
        draggable={false}
        loading="lazy"
        style={{
          width: picture.width * scale,
          height: picture.height * scale,
          transform: `translate(${size / 2 - middle.x * scale}px, ${size / 2 - middle.y * scale}px)`,
        }}
      />
    </span>
  );
}
