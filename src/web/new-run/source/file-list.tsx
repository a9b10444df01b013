import { VisuallyHidden } from '@mantine/core';
import { IconFile, IconFolder, IconMovie, IconPhoto } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { formatBytes } from '../../format/numbers.ts';
import { formatMoment } from '../../format/times.ts';
import classes from './file-dialog.module.css';
import type { FileEntry } from './file-list-model.ts';

/** Height of a line, pixels, as the style sheet has it. */
const LINE = 36;
const ICONS = { folder: IconFolder, video: IconMovie, picture: IconPhoto, file: IconFile } as const;
const KIND_WORDS = { folder: 'folder', video: 'video', picture: 'picture', file: 'other file' } as const;

/** Lines that a page key moves by. */
export const LINES_A_PAGE = 10;

interface FileListProps {
  readonly id: string;
  readonly entries: readonly FileEntry[];
  /** Place of the marked line. */
  readonly line: number;
  readonly onOpen: (entry: FileEntry) => void;
}

/** Id of a line's element, for `aria-activedescendant`. */
export function lineId(list: string, line: number): string {
  return `${list}-${line}`;
}

/** The lines of a folder; only those in sight are there. The filter field above has the focus and moves the mark. */
export function FileList({ id, entries, line, onOpen }: FileListProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 8,
  });
  useEffect(() => {
    if (entries.length > 0) lines.scrollToIndex(line);
  }, [lines, line, entries.length]);
  return (
    <div className={classes.list} ref={box} role="listbox" id={id} aria-label="Folders, videos and pictures">
      <div style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const entry = entries[index];
          if (!entry) return null;
          const Icon = ICONS[entry.kind];
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the combobox that controls the list has the focus
            // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the combobox does the same
            <div
              key={entry.path}
              id={lineId(id, index)}
              className={classes.line}
              style={{ transform: `translateY(${start}px)` }}
              role="option"
              aria-selected={index === line}
              aria-posinset={index + 1}
              aria-setsize={entries.length}
              onClick={({ detail }) => {
                // The second click of a double click lands on a line of the folder that the first one has opened.
                if (detail < 2) onOpen(entry);
              }}
            >
              <Icon className={classes.icon} data-kind={entry.kind} size={18} aria-hidden />
              <span className={classes.name}>
                {entry.name}
                <VisuallyHidden>, {KIND_WORDS[entry.kind]}</VisuallyHidden>
              </span>
              <span className={classes.fact}>{entry.size === null ? '' : formatBytes(entry.size)}</span>
              <span className={`${classes.fact} ${classes.date}`}>
                {entry.modified_at === null ? '' : formatMoment(entry.modified_at)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
