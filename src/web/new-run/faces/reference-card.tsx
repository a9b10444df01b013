import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FacePicture } from '../../../contract/face-pictures.ts';
import { facePictureQuery } from '../../api/queries.ts';
import { formatCount } from '../../format/numbers.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Loading } from '../../parts/loading.tsx';
import { FaceOutlines } from './face-outlines.tsx';
import { pictureName } from './face-words.ts';
import { faceAt, nameFrom, pointOf, type ReferenceRow } from './reference-rows.ts';
import classes from './references.module.css';

interface ReferenceCardProps {
  readonly row: ReferenceRow;
  /** Place in the list, from 0. */
  readonly place: number;
  /** Value of the option faceModel. */
  readonly model: string;
  readonly onChange: (change: Partial<ReferenceRow>) => void;
  readonly onRemove: () => void;
}

/** What a person should know of the chosen face. */
function noteOf({ faces }: FacePicture, chosen: number): { readonly text: string; readonly poor: boolean } {
  const face = faces[chosen];
  if (!face) return { text: 'Choose the face that is meant in the picture.', poor: true };
  if (face.warning !== null) return { text: face.warning, poor: true };
  const text =
    faces.length > 1
      ? `Face ${chosen + 1} of ${formatCount(faces.length)} is chosen. Choose another one in the picture.`
      : '';
  return { text, poor: false };
}

/** One reference picture: its faces, whose it is, and the way to be rid of it. */
export function ReferenceCard({ row, place, model, onChange, onRemove }: ReferenceCardProps) {
  const { data: picture, error, refetch } = useQuery(facePictureQuery(row.path, model));
  const name = pictureName(row.path, place);
  const chosen = picture ? faceAt(picture.faces, row.at) : -1;
  const note = picture ? noteOf(picture, chosen) : null;
  return (
    <li className={classes.card} aria-label={name}>
      {picture && (
        <FaceOutlines
          picture={picture}
          name={name}
          chosen={chosen}
          onChoose={(next) => onChange({ at: pointOf(picture.faces, next) })}
        />
      )}
      {!picture && !error && <Loading what="Looking for faces" />}
      <div className={classes.facts}>
        <div className={classes.name} title={row.path}>
          {name}
        </div>
        {error && <ErrorNotice error={error} onRetry={refetch} />}
        {note && (
          <p className={classes.note} data-poor={note.poor || undefined} role="status">
            {note.text}
          </p>
        )}
        <TextInput
          size="xs"
          label="Whose face this is"
          placeholder="no name"
          spellCheck={false}
          maxLength={100}
          value={row.person}
          onChange={({ currentTarget }) => onChange({ person: nameFrom(currentTarget.value) })}
        />
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className={classes.remove ?? ''}
          aria-label={`Remove ${name}`}
          onClick={onRemove}
        >
          Remove
        </Button>
      </div>
    </li>
  );
}
