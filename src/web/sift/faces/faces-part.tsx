import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { FaceRecord } from '../../../contract/record.ts';
import { formatDecimals } from '../../format/numbers.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import classes from './faces-part.module.css';
import { distanceWords, facesKnown, type ShownFace } from './shown-faces.ts';
import { useFaceRecords, useFaces } from './use-stage-faces.ts';

const value = (number: number | null | undefined, least = 2, most = 2): string =>
  number === null || number === undefined || Number.isNaN(number) ? '–' : formatDecimals(number, least, most);

const eyesText = (closed: number): string =>
  Number.isNaN(closed) ? 'not known' : closed > 0.5 ? 'perhaps closed' : 'open';

function headline(face: ShownFace): string {
  if (face.person === null) return 'compared with nobody';
  const name = face.same ? face.person : `not ${face.person}`;
  return Number.isNaN(face.distance) ? 'cannot be compared' : `${name}, ${distanceWords(face)}`;
}

interface FaceLinesProps {
  readonly shown: ShownFace;
  readonly record: FaceRecord | null;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
}

function FaceLines({ shown, record, onMenu }: FaceLinesProps) {
  const { face, confidence, area, weak, yaw, eyesClosed } = shown;
  const name = `Face ${face + 1}`;
  return (
    <li className={classes.face}>
      <div className={classes.head}>
        <b>{face + 1}</b>
        <span className={classes.who} data-same={shown.same || undefined}>
          {headline(shown)}
        </span>
        <Tooltip label={`${name}: find this person, say who it is`}>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={`${name}: more`}
            aria-haspopup="menu"
            onClick={({ currentTarget }) => {
              const { left, bottom } = currentTarget.getBoundingClientRect();
              onMenu({ x: left, y: bottom });
            }}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <dl className={classes.values}>
        <dt>confidence</dt>
        <dd>{value(confidence)}</dd>
        <dt>area</dt>
        <dd>{value(area, 1)} %</dd>
        <dt>norm</dt>
        <dd>{value(record?.embedding_norm, 1, 1)}</dd>
        <dt>eyes</dt>
        <dd>{eyesText(eyesClosed)}</dd>
        <dt>turn / nod / tilt</dt>
        <dd>
          {value(yaw)} / {value(record?.pitch)} / {value(record?.roll, 0, 0)}°
        </dd>
      </dl>
      {weak && <p className={classes.weak}>weak: less than 40 pixels high, its distance is unsure</p>}
    </li>
  );
}

/** Every face of a frame with its values; nothing of a run that did not look for them. */
export function FacesPart({ row }: { readonly row: number }) {
  const sift = useSift();
  const run = useObservable(sift.model.runFaces);
  const faces = useFaces(row);
  const records = useFaceRecords(row, faces.length > 0);
  if (run === null) return null;
  const known = facesKnown(sift.model, row);
  return (
    <section className={classes.part} aria-label="Faces">
      <h3>
        Faces <span>{known ? faces.length : ''}</span>
      </h3>
      {!known && <p className={classes.none}>Not looked at: the run dropped this frame before.</p>}
      {known && faces.length === 0 && <p className={classes.none}>No face was found.</p>}
      <ol className={classes.list}>
        {faces.map((shown) => (
          <FaceLines
            key={shown.face}
            shown={shown}
            record={records?.[shown.face] ?? null}
            onMenu={(at) => {
              sift.faceMenu.value = { row, face: shown.face, comparable: shown.comparable, ...at };
            }}
          />
        ))}
      </ol>
    </section>
  );
}
