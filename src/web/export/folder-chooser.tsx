import { Button, Group, UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconFolder } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { folderQuery } from '../api/queries.ts';
import { FileCrumbs } from '../new-run/source/file-crumbs.tsx';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Loading } from '../parts/loading.tsx';
import classes from './export-dialog.module.css';

interface FolderChooserProps {
  /** Where it begins. */
  readonly from: string | null;
  readonly onChoose: (folder: string) => void;
  readonly onBack: () => void;
}

/** The folders of the machine, one of which is to hold the new folder. */
export function FolderChooser({ from, onChoose, onBack }: FolderChooserProps) {
  const [path, setPath] = useState(from);
  const { data: folder, error, refetch } = useQuery(folderQuery(path));
  const folders = folder?.entries.filter(({ kind }) => kind === 'folder') ?? [];
  const here = folder?.path ?? null;
  return (
    <div>
      {folder && <FileCrumbs folder={folder} onGo={setPath} />}
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!folder && !error && <Loading what="Reading the folder" />}
      {folder && (
        <ul className={classes.folders} aria-label="Folders">
          {here !== null && (
            <li>
              <UnstyledButton className={classes.folder} onClick={() => setPath(folder.parent)}>
                <IconArrowUp size={16} aria-hidden /> One folder up
              </UnstyledButton>
            </li>
          )}
          {folders.map((entry) => (
            <li key={entry.path}>
              <UnstyledButton className={classes.folder} onClick={() => setPath(entry.path)}>
                <IconFolder size={16} aria-hidden /> {entry.name}
              </UnstyledButton>
            </li>
          ))}
          {folders.length === 0 && <li className={classes.none}>No folder in here.</li>}
        </ul>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button disabled={here === null} onClick={() => here !== null && onChoose(here)}>
          Export into this folder
        </Button>
      </Group>
    </div>
  );
}
