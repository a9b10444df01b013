import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconFolderOpen, IconPhoto, IconTrash } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import type { RunSummary } from '../../contract/http.ts';
import { newRunAddress } from '../new-run/form/form-address.ts';
import { toastError } from '../parts/toasts.tsx';
import { openRunFolder } from './run-actions.ts';
import { isActive } from './run-progress.ts';
import { runTitle } from './run-title.ts';

interface RunMenuProps {
  readonly run: RunSummary;
  readonly onDelete: () => void;
}

/** What else can be done with a run. */
export function RunMenu({ run, onDelete }: RunMenuProps) {
  const [, navigate] = useLocation();
  const { id, state, folder, counts } = run;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More for ${runTitle(run)}`}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPhoto size={16} aria-hidden />}
          disabled={counts === null || counts.processed === 0}
          onClick={() => navigate(`/runs/${id}/sift`)}
        >
          Open in Sift
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => navigate(newRunAddress(run.input, run.options))}
        >
          New run like this
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFolderOpen size={16} aria-hidden />}
          disabled={folder === null}
          onClick={() => void openRunFolder(id).catch(toastError)}
        >
          Open folder
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          // Menus take shade 6 of a named colour, which is too faint for text here.
          color="var(--fs-drop)"
          leftSection={<IconTrash size={16} aria-hidden />}
          disabled={isActive(state)}
          onClick={onDelete}
        >
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
