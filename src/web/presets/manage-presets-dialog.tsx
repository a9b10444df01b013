import { ActionIcon, Modal, Text, Tooltip } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import type { PresetsAnswer } from '../../contract/http.ts';
import { toastError } from '../parts/toasts.tsx';
import classes from './manage-presets-dialog.module.css';
import { deletePreset, downloadPreset } from './preset-actions.ts';

interface ManagePresetsDialogProps {
  readonly answer: PresetsAnswer;
  readonly onClose: () => void;
}

/** The saved presets, to be exported or deleted, and files that cannot be used. */
export function ManagePresetsDialog({ answer, onClose }: ManagePresetsDialogProps) {
  const { presets, broken } = answer;
  return (
    <Modal opened onClose={onClose} title="Presets">
      {presets.length === 0 && <Text c="dimmed">No presets are saved yet.</Text>}
      <ul className={classes.list}>
        {presets.map((preset) => (
          <li key={preset.name} className={classes.item}>
            <span className={classes.name}>{preset.name}</span>
            <Tooltip label="Export as a file">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Export the preset ${preset.name}`}
                onClick={() => downloadPreset(preset.name, preset.options)}
              >
                <IconDownload size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Delete">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Delete the preset ${preset.name}`}
                onClick={() => void deletePreset(preset).catch(toastError)}
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </li>
        ))}
        {broken.map(({ file, reason }) => (
          <li key={file} className={classes.item}>
            <span className={classes.name}>
              {file} cannot be used
              <div className={classes.reason}>{reason}</div>
            </span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
