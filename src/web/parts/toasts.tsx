import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { messageOf } from '../api/api-error.ts';
import { pageWords } from '../new-run/form/option-words.ts';

/** Long enough to read, find the button and press it; the pointer or focus on it stops the clock. */
const UNDO_MS = 15_000;
const INFO_MS = 6000;

let shown = 0;

/** Says what was done, with a way back. */
export function toastUndo(message: string, undo: () => Promise<unknown>): void {
  const id = `undo-${++shown}`;
  const press = (): void => {
    notifications.hide(id);
    undo().catch(toastError);
  };
  notifications.show({
    id,
    autoClose: UNDO_MS,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{message}</Text>
        <Button size="compact-sm" variant="subtle" onClick={press}>
          Undo
        </Button>
      </Group>
    ),
  });
}

/** Says that something went well. */
export function toastInfo(message: string): void {
  notifications.show({ message, autoClose: INFO_MS, closeButtonProps: { 'aria-label': 'Close' } });
}

/** Says why something did not work, in the words of the contract; stays until it is closed. */
export function toastError(error: unknown): void {
  const { message, hint } = messageOf(error);
  notifications.show({
    title: pageWords(message),
    message: pageWords(hint),
    color: 'red',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': 'Close' },
  });
}
