import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { messageOf } from '../api/api-error.ts';

/** Long enough to read, find the button and press it; the pointer or focus on it stops the clock. */
const UNDO_MS = 15_000;
const INFO_MS = 6000;

let shown = 0;

interface WayBack {
  /** Takes it back. */
  readonly undo: () => void;
  /** Told when the toast has gone without being used. */
  readonly onGone?: () => void;
}

function toastWithUndo(message: string, { undo, onGone }: WayBack): void {
  const id = `undo-${++shown}`;
  let undone = false;
  const press = (): void => {
    undone = true;
    notifications.hide(id);
    undo();
  };
  notifications.show({
    id,
    autoClose: UNDO_MS,
    onClose: () => {
      if (!undone) onGone?.();
    },
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

/** Says what was done, with a way back. */
export function toastUndo(message: string, undo: () => Promise<unknown>): void {
  toastWithUndo(message, { undo: () => void undo().catch(toastError) });
}

/**
 * For what cannot be taken back once it is done: says that it is done, does it when the toast has gone without Undo,
 * and at once when the page is left.
 */
export function toastLater(
  message: string,
  { undo, act }: { undo: () => void; act: () => Promise<unknown> },
): void {
  let settled = false;
  const settle = (): void => {
    if (settled) return;
    settled = true;
    window.removeEventListener('pagehide', settle);
    act().catch((thrown: unknown) => {
      undo();
      toastError(thrown);
    });
  };
  window.addEventListener('pagehide', settle);
  toastWithUndo(message, {
    onGone: settle,
    undo: () => {
      settled = true;
      window.removeEventListener('pagehide', settle);
      undo();
    },
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
    title: message,
    message: hint,
    color: 'red',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': 'Close' },
  });
}
