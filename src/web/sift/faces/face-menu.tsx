import { Button, Group, Menu, Modal, TextInput } from '@mantine/core';
import { IconTag, IconUserSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';

interface NameDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}

/** Asks who a face is. */
function NameDialog({ opened, onClose, onName }: NameDialogProps) {
  const { model } = useSift();
  const [name, setName] = useState('');
  const list = useId();
  const given = name.trim();
  return (
    <Modal opened={opened} onClose={onClose} title="Who is this?" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (given !== '') onName(given);
        }}
      >
        <TextInput
          data-autofocus
          label="Name"
          description="The face becomes a reference of this person, and all distances are worked out anew."
          list={list}
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <datalist id={list}>
          {model.data.columns.faces.people.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
        <Group justify="flex-end" mt="md" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={given === ''}>
            Set the name
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** What can be done with the face that was pressed. */
export function FaceMenu() {
  const sift = useSift();
  const pressed = useObservable(sift.faceMenu);
  const [naming, setNaming] = useState<{ readonly frame_number: number; readonly face: number } | null>(null);
  const close = (): void => {
    sift.faceMenu.value = null;
  };
  const key = pressed && { frame_number: sift.model.data.numberOf(pressed.row), face: pressed.face };
  return (
    <>
      {pressed && key && (
        <Menu opened onClose={close} position="bottom-start" shadow="md" width={200} returnFocus>
          <Menu.Target>
            <span aria-hidden style={{ position: 'fixed', left: pressed.x, top: pressed.y, zIndex: 200 }} />
          </Menu.Target>
          <Menu.Dropdown aria-label={`Face ${pressed.face + 1}`}>
            {pressed.comparable ? (
              <>
                <Menu.Item
                  leftSection={<IconUserSearch size={16} aria-hidden />}
                  onClick={() => sift.onFaceChosen(key)}
                >
                  Find this person
                </Menu.Item>
                <Menu.Item leftSection={<IconTag size={16} aria-hidden />} onClick={() => setNaming(key)}>
                  This is …
                </Menu.Item>
              </>
            ) : (
              <Menu.Label>This face cannot be compared: it has no embedding.</Menu.Label>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {naming && (
        <NameDialog
          opened
          onClose={() => setNaming(null)}
          onName={(name) => {
            setNaming(null);
            sift.onFaceChosen(naming, name);
          }}
        />
      )}
    </>
  );
}
