import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ExportStatus } from '../../contract/http.ts';
import { announce } from '../parts/live-region.tsx';
import { toastError } from '../parts/toasts.tsx';
import { openExport } from './export-job.ts';
import { splitFolder } from './export-words.ts';

/** Says how an export ended whose dialog is closed. */
export function tellExportEnd(status: ExportStatus, dialogOpen: boolean): void {
  const words =
    status.state === 'done'
      ? `Exported to ${splitFolder(status.folder ?? '').name}.`
      : status.state === 'failed'
        ? 'The export did not finish.'
        : 'The export was cancelled.';
  announce(words);
  if (dialogOpen || status.state === 'cancelled') return;
  if (status.error) {
    toastError(Object.assign(new Error(status.error.message), status.error));
    return;
  }
  notifications.show({
    closeButtonProps: { 'aria-label': 'Close' },
    autoClose: 15_000,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Text size="sm">{words}</Text>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => void openExport(status.id).catch(toastError)}
        >
          Open folder
        </Button>
      </Group>
    ),
  });
}
