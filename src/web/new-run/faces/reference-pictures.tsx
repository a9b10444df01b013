import type { RunForm } from '../form/use-run-form.ts';
import { AddPictures } from './add-pictures.tsx';
import { ReferenceCard } from './reference-card.tsx';
import { likelyPoint, newRow } from './reference-rows.ts';
import classes from './references.module.css';
import { useReferences } from './use-references.ts';

interface ReferencePicturesProps {
  readonly form: RunForm;
  /** Value of the option faceModel. */
  readonly model: string;
}

/** The pictures of the people that are looked for. */
export function ReferencePictures({ form, model }: ReferencePicturesProps) {
  const { rows, change } = useReferences(form);
  return (
    <>
      <AddPictures
        model={model}
        onAdd={({ path, faces }) =>
          change((all) => [...all, newRow({ person: '', path, at: likelyPoint(faces) })])
        }
      />
      {rows.length > 0 && (
        <ul className={classes.list} aria-label="Reference pictures">
          {rows.map((row, place) => (
            <ReferenceCard
              key={row.key}
              row={row}
              place={place}
              model={model}
              onChange={(part) =>
                change((all) => all.map((other) => (other.key === row.key ? { ...other, ...part } : other)))
              }
              onRemove={() => change((all) => all.filter(({ key }) => key !== row.key))}
            />
          ))}
        </ul>
      )}
    </>
  );
}
