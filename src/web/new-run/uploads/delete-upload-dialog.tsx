import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { UploadView } from '../../../contract/uploads.ts';
import { toastError } from '../../parts/toasts.tsx';
import { deleteUpload } from './upload-actions.ts';
import { deleteQuestion } from './upload-words.ts';

interface DeleteUploadDialogProps {
  readonly upload: UploadView;
  readonly onClose: () => void;
  /** Told when it is gone. */
  readonly onDeleted: (upload: UploadView) => void;
}

/** Asks before an upload is deleted, or says why it cannot be now. */
export function DeleteUploadDialog({ upload, onClose, onDeleted }: DeleteUploadDialogProps) {
  const { title, lines, possible } = deleteQuestion(upload);
  const remove = (): void => {
    onClose();
    deleteUpload(upload)
      .then(() => onDeleted(upload))
      .catch(toastError);
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack gap="sm">
        {lines.map((line) => (
          <Text key={line}>{line}</Text>
        ))}
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {possible ? 'Keep' : 'Close'}
        </Button>
        {possible && (
          <Button color="red" onClick={remove}>
            Delete
          </Button>
        )}
      </Group>
    </Modal>
  );
}
