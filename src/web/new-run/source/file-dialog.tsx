import { Button, Modal, Select, Switch, TextInput } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { folderQuery } from '../../api/queries.ts';
import { formatCount } from '../../format/numbers.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Loading } from '../../parts/loading.tsx';
import { FileCrumbs } from './file-crumbs.tsx';
import classes from './file-dialog.module.css';
import { FileList, LINES_A_PAGE, lineId } from './file-list.tsx';
import { FILE_ORDERS, type FileEntry, type FileOrder, movedLine, visibleEntries } from './file-list-model.ts';

/** Where the folder that was shown last is remembered. */
const FOLDER_AT = 'framesift.folder';

const ORDER_WORDS: Readonly<Record<FileOrder, string>> = {
  name: 'By name',
  newest: 'Newest first',
  largest: 'Largest first',
};

interface FileDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onPick: (path: string) => void;
  /** Only single pictures are wanted. */
  readonly picture?: boolean;
}

/** The folders of the machine, where a video or the pictures of a folder are picked; nothing is copied. */
export function FileDialog({ opened, onClose, onPick, picture = false }: FileDialogProps) {
  const what = picture ? 'a reference picture' : 'a video or pictures';
  return (
    <Modal opened={opened} onClose={onClose} title={`Pick ${what} from this machine`} size={860}>
      <Browser onPick={onPick} picture={picture} />
    </Modal>
  );
}

function Browser({ onPick, picture }: Required<Pick<FileDialogProps, 'onPick' | 'picture'>>) {
  const list = useId();
  const [path, setPath] = useState(() => localStorage.getItem(FOLDER_AT));
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<FileOrder>('name');
  const [everything, setEverything] = useState(false);
  const [line, setLine] = useState(0);
  const { data: folder, error, refetch } = useQuery(folderQuery(path));
  const entries = visibleEntries(folder?.entries ?? [], { filter, order, everything, picture });

  const pictures = folder?.entries.filter(({ kind }) => kind === 'picture').length ?? 0;

  const go = (to: string | null): void => {
    setPath(to);
    setFilter('');
    setLine(0);
    if (to === null) localStorage.removeItem(FOLDER_AT);
    else localStorage.setItem(FOLDER_AT, to);
  };
  const open = (entry: FileEntry): void => (entry.kind === 'folder' ? go(entry.path) : onPick(entry.path));
  const up = (): void => {
    if (folder && folder.path !== null) go(folder.parent);
  };
  const press = (event: KeyboardEvent): void => {
    const chosen = entries[line];
    if (event.key === 'Enter' && chosen) open(chosen);
    else if ((event.key === 'Backspace' && filter === '') || (event.key === 'ArrowUp' && event.altKey)) up();
    else {
      const to = movedLine(event.key, line, entries.length, LINES_A_PAGE);
      if (to === null) return;
      setLine(to);
    }
    event.preventDefault();
  };

  return (
    <>
      {folder && <FileCrumbs folder={folder} onGo={go} />}
      <div className={classes.tools}>
        <TextInput
          className={classes.filter ?? ''}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={entries.length > 0 ? lineId(list, line) : undefined}
          aria-label="Filter names; arrows choose, Enter opens, Backspace goes up"
          placeholder="Type to filter"
          autoComplete="off"
          spellCheck={false}
          value={filter}
          onChange={({ currentTarget }) => {
            setFilter(currentTarget.value);
            setLine(0);
          }}
          onKeyDown={press}
        />
        <Select
          w={150}
          aria-label="Order"
          data={FILE_ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] }))}
          value={order}
          allowDeselect={false}
          onChange={(next) => setOrder(FILE_ORDERS.find((known) => known === next) ?? 'name')}
        />
        <Switch
          label="All files"
          checked={everything}
          onChange={({ currentTarget }) => setEverything(currentTarget.checked)}
        />
      </div>
      {error && <ErrorNotice error={error} onRetry={() => (path === null ? refetch() : go(null))} />}
      {!folder && !error && <Loading what="Reading the folder" />}
      {folder && entries.length > 0 && <FileList id={list} entries={entries} line={line} onOpen={open} />}
      {folder && entries.length === 0 && (
        <div
          className={`${classes.list} ${classes.empty}`}
          id={list}
          role="listbox"
          aria-label={picture ? 'Folders and pictures' : 'Folders, videos and pictures'}
        >
          {filter === ''
            ? `No folders${picture ? '' : ', videos'} or pictures here.`
            : `Nothing here has “${filter}” in its name.`}
        </div>
      )}
      {!picture && folder?.path && pictures > 1 && (
        <div className={classes.together}>
          <Button
            variant="default"
            leftSection={<IconPhoto size={16} aria-hidden />}
            onClick={() => onPick(folder.path ?? '')}
          >
            Use all {formatCount(pictures)} pictures of this folder
          </Button>
        </div>
      )}
      {folder?.truncated && <p className={classes.note}>The folder holds more than can be listed.</p>}
    </>
  );
}
