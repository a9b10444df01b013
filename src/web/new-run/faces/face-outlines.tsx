import { VisuallyHidden } from '@mantine/core';
import { type CSSProperties, useId } from 'react';
import type { FacePicture } from '../../../contract/face-pictures.ts';
import { facePictureUrl } from '../../api/urls.ts';
import { faceName } from './face-words.ts';
import classes from './references.module.css';

interface FaceOutlinesProps {
  readonly picture: FacePicture;
  /** What the picture is called. */
  readonly name: string;
  /** Place of the face that is meant; -1 = none. */
  readonly chosen: number;
  readonly onChoose: (place: number) => void;
}

/** Where a face lies in the picture, in percent of it. */
function placeOf({ faces, width, height }: FacePicture, place: number): CSSProperties {
  const [x1, y1, x2, y2] = faces[place]?.box ?? [0, 0, 0, 0];
  const within = (value: number, most: number) => (100 * Math.min(most, Math.max(0, value))) / most;
  const [left, top] = [within(x1, width), within(y1, height)];
  return {
    left: `${left}%`,
    top: `${top}%`,
    width: `${within(x2, width) - left}%`,
    height: `${within(y2, height) - top}%`,
  };
}

/** A reference picture with its faces outlined; of several one is chosen. */
export function FaceOutlines({ picture, name, chosen, onChoose }: FaceOutlinesProps) {
  const group = useId();
  const { id, width, height, faces } = picture;
  const only = faces.length === 1;
  const image = (
    <img
      className={classes.image}
      src={facePictureUrl(id, 640)}
      alt={only ? `${name}: ${faceName(faces, 0, width)}` : ''}
    />
  );
  const style = { aspectRatio: `${width} / ${height}` };
  if (only) {
    return (
      <div className={classes.picture} style={style}>
        {image}
        <span className={classes.face} style={placeOf(picture, 0)} data-chosen />
      </div>
    );
  }
  return (
    <fieldset className={classes.picture} style={style}>
      <VisuallyHidden component="legend">{`The face that is meant in ${name}`}</VisuallyHidden>
      {image}
      {faces.map((face, place) => (
        <label
          key={face.box.join()}
          className={classes.face}
          style={placeOf(picture, place)}
          data-chosen={place === chosen || undefined}
        >
          <input
            type="radio"
            name={group}
            className={classes.radio}
            aria-label={faceName(faces, place, width)}
            checked={place === chosen}
            onChange={() => onChoose(place)}
          />
        </label>
      ))}
    </fieldset>
  );
}
