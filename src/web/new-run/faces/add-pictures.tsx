import { Button, FileButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useRef, useState } from 'react';
import type { FacePicture } from '../../../contract/face-pictures.ts';
import { lookAtPicture } from '../../api/face-pictures.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { announce } from '../../parts/live-region.tsx';
import { FileDialog } from '../source/file-dialog.tsx';
import { OWN_DROPS } from '../uploads/drop-files.ts';
import classes from './references.module.css';

interface AddPicturesProps {
  /** Value of the option faceModel. */
  readonly model: string;
  readonly onAdd: (picture: FacePicture) => void;
}

interface Failure {
  readonly name: string;
  readonly error: unknown;
}

/** Takes reference pictures: dropped, chosen in the browser, or picked from this machine. */
export function AddPictures({ model, onAdd }: AddPicturesProps) {
  const client = useQueryClient();
  const forget = useRef<() => void>(null);
  const [busy, setBusy] = useState(0);
  const [over, setOver] = useState(false);
  const [picking, setPicking] = useState(false);
  const [failures, setFailures] = useState<readonly Failure[]>([]);

  const look = async (picture: File | { readonly path: string }, name: string): Promise<void> => {
    setBusy((count) => count + 1);
    try {
      const seen = await lookAtPicture(picture, model);
      client.setQueryData(queryKeys.facePicture(seen.path, model), seen);
      onAdd(seen);
      announce(`${name} is added. ${seen.warning ?? ''}`);
    } catch (error) {
      setFailures((all) => [...all, { name, error }]);
    } finally {
      setBusy((count) => count - 1);
    }
  };
  const send = async (files: readonly File[]): Promise<void> => {
    forget.current?.(); // choosing the same file again is a choice too
    setFailures([]);
    for (const file of files) await look(file, file.name);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void send([...event.dataTransfer.files]);
  };

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it do the same */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        {...{ [OWN_DROPS]: '' }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileButton
          resetRef={forget}
          multiple
          accept="image/*,.heic,.heif,.jxl"
          onChange={(files) => void send(files)}
        >
          {(props) => (
            <Button {...props} size="xs" variant="default" loading={busy > 0}>
              Add reference pictures
            </Button>
          )}
        </FileButton>
        <Button size="xs" variant="default" onClick={() => setPicking(true)}>
          Pick a picture from this machine
        </Button>
        <p>
          Drop pictures of the people to look for here. One clear face from the front is enough; pictures with
          one name are one person.
        </p>
      </div>
      {failures.map(({ name, error }) => (
        <ErrorNotice key={name} title={`${name} cannot be used`} error={error} />
      ))}
      <FileDialog
        picture
        opened={picking}
        onClose={() => setPicking(false)}
        onPick={(path) => {
          setPicking(false);
          setFailures([]);
          void look({ path }, path.split(/[\\/]/).at(-1) ?? path);
        }}
      />
    </>
  );
}
