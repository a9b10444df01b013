import { Button, FileButton, Group, Modal, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { FacePicture } from '../../../contract/face-pictures.ts';
import { largestFirst } from '../../../contract/face-reference.ts';
import { lookAtPicture } from '../../api/face-pictures.ts';
import { FaceOutlines } from '../../new-run/faces/face-outlines.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useObservable } from '../../state/use-observable.ts';
import { findPictured } from '../people/find-face.ts';
import { useSift } from '../sift-context.tsx';

interface Seen {
  readonly name: string;
  readonly picture: FacePicture;
}

interface ChoiceProps {
  readonly seen: Seen;
  readonly onDone: () => void;
}

/** Which face of a picture is meant, and whose it is. */
function Choice({ seen: { name, picture }, onDone }: ChoiceProps) {
  const { references, model } = useSift();
  const run = useObservable(model.runFaces);
  const [largest = 0] = largestFirst(picture.faces.map(({ box }) => box));
  const [place, setPlace] = useState(largest);
  const [person, setPerson] = useState('');
  const face = picture.faces[place];
  const find = (): void => {
    if (!face) return;
    const [x1, y1, x2, y2] = face.box;
    const at = { x: Math.max(0, (x1 + x2) / 2), y: Math.max(0, (y1 + y2) / 2) };
    onDone();
    void findPictured(references, { picture: picture.id, at, person: person.trim() }, run);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        find();
      }}
    >
      <FaceOutlines picture={picture} name={name} chosen={place} onChoose={setPlace} />
      {face?.warning && <p role="status">{face.warning}</p>}
      <TextInput
        data-autofocus
        mt="sm"
        label="Whose face this is"
        placeholder="no name"
        maxLength={200}
        value={person}
        onChange={({ currentTarget }) => setPerson(currentTarget.value)}
      />
      <Group justify="flex-end" mt="md" gap="sm">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={face?.comparable !== true}>
          Find this person
        </Button>
      </Group>
    </form>
  );
}

/** Looks for somebody who is on a picture, without another run. */
export function PersonOfPicture() {
  const { run } = useSift();
  const { all_options: options } = useObservable(run);
  const model = typeof options.faceModel === 'string' ? options.faceModel : 'faceplugin';
  const [seen, setSeen] = useState<Seen | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const forget = useRef<() => void>(null);
  const look = async (file: File | null): Promise<void> => {
    forget.current?.(); // choosing the same file again is a choice too
    if (!file) return;
    setError(null);
    setBusy(true);
    try {
      setSeen({ name: file.name, picture: await lookAtPicture(file, model) });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <FileButton
        resetRef={forget}
        accept="image/*,.heic,.heif,.jxl"
        onChange={(file) => void look(Array.isArray(file) ? null : file)}
      >
        {(props) => (
          <Button {...props} size="compact-xs" variant="default" mt={4} loading={busy}>
            Somebody on a picture …
          </Button>
        )}
      </FileButton>
      {error !== null && <ErrorNotice title="The picture cannot be used" error={error} />}
      <Modal opened={seen !== null} onClose={() => setSeen(null)} title="Who is looked for?">
        {seen && <Choice seen={seen} onDone={() => setSeen(null)} />}
      </Modal>
    </>
  );
}
