import { useState } from 'react';
import { pictureUrl, thumbnailUrl } from '../../api/urls.ts';
import { useObservable } from '../../state/use-observable.ts';
import { facesOf } from '../faces/shown-faces.ts';
import type { Size } from '../frame/zoom.ts';
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
  const { id, picture_key: key, picture_size: common, pictures } = useObservable(run);
  // Photos have a size each, which is known once they are there.
  const photos = pictures !== null && pictures.length > 1;
  const [own, setOwn] = useState<Size | null>(null);
  const picture = photos ? own : common;
  const found = facesOf(model, model.data.columns.rowOf(frame))[face];
  if (!found || (!photos && !common))
    return <span className={classes.crop} style={{ width: size, height: size }} />;
  const [left, top, right, bottom] = found.box;
  const scale = size / (Math.max(right - left, bottom - top) * AROUND);
  const small = !photos && common !== null && isEnough(right - left, common.width);
  const place = picture && {
    width: picture.width * scale,
    height: picture.height * scale,
    transform: `translate(${size / 2 - ((left + right) / 2) * scale}px, ${size / 2 - ((top + bottom) / 2) * scale}px)`,
  };
  return (
    <span className={classes.crop} style={{ width: size, height: size }}>
      <img
        src={small ? thumbnailUrl(id, frame, SMALL, key) : pictureUrl(id, frame, key)}
        alt=""
        draggable={false}
        style={place ?? { visibility: 'hidden' }}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setOwn({ width: naturalWidth, height: naturalHeight })
        }
      />
    </span>
  );
}

/** Whether a face is still clear in a small picture of so wide a one. */
function isEnough(face: number, width: number): boolean {
  return width <= SMALL || (face * SMALL) / width >= ENOUGH;
}
