import { Kbd, Modal, Switch, Table, Text } from '@mantine/core';
import { keyCaps } from '../keys/key-combo.ts';
import { changeKeySettings, keySettings } from '../keys/key-settings.ts';
import { useObservable } from '../state/use-observable.ts';
import { PAGE_KEYS } from './page-keys.ts';

interface KeysDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The keys of these pages, and the switch that turns keys of one character off (WCAG 2.1.4). */
export function KeysDialog({ opened, onClose }: KeysDialogProps) {
  const settings = useObservable(keySettings);
  return (
    <Modal opened={opened} onClose={onClose} title="Keys">
      <Table withRowBorders={false}>
        <Table.Tbody>
          {PAGE_KEYS.map(({ combo, what }) => (
            <Table.Tr key={combo}>
              <Table.Td w={140}>
                {keyCaps(combo).map((cap) => (
                  <Kbd key={cap} mr={4}>
                    {cap}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" my="md">
        Sift has many more: press ? there.
      </Text>
      <Switch
        label="Keys of one character"
        description="Off: only keys with Ctrl, Alt or a name work."
        checked={settings.singleKeys}
        onChange={({ currentTarget }) =>
          changeKeySettings({ ...settings, singleKeys: currentTarget.checked })
        }
      />
    </Modal>
  );
}
