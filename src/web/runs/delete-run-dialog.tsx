import { Button, Group, Modal, Text } from '@mantine/core';
import type { RunSummary } from '../../contract/http.ts';
import { formatCounted } from '../format/numbers.ts';
import { toastError } from '../parts/toasts.tsx';
import { deleteRun } from './run-actions.ts';
import { runTitle } from './run-title.ts';

interface DeleteRunDialogProps {
  readonly run: RunSummary;
  readonly onClose: () => void;
}

/** Asks before a run goes to the trash. */
export function DeleteRunDialog({ run, onClose }: DeleteRunDialogProps) {
  const remove = (): void => {
    onClose();
    deleteRun(run).catch(toastError);
  };
  const pictures = run.counts ? ` with ${formatCounted(run.counts.kept, 'picture')}` : '';
  return (
    <Modal opened onClose={onClose} title={`Delete ${runTitle(run)}?`}>
      <Text>
        Its folder{pictures} is moved to the trash of the workspace. The video and what was exported stay.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep
        </Button>
        <Button color="red" onClick={remove}>
          Delete
        </Button>
      </Group>
    </Modal>
  );
}
