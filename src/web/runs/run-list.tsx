import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { RunSummary } from '../../contract/http.ts';
import { Panel } from '../parts/panel.tsx';
import { RunRow } from './run-row.tsx';
import classes from './runs-page.module.css';
import { useNow } from './use-now.ts';

/** Height of a row, pixels, as the style sheet has it. */
const ROW = 88;

interface RunListProps {
  readonly found: readonly { readonly run: RunSummary; readonly words: readonly string[] }[];
  readonly onDelete: (run: RunSummary) => void;
}

/** The runs; those out of sight are not there. */
export function RunList({ found, onDelete }: RunListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const now = useNow();
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: found.length,
    estimateSize: () => ROW,
    overscan: 6,
    scrollMargin: top,
  });
  return (
    <Panel flush aria-label="Runs">
      <ul className={classes.list} ref={list} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const one = found[index];
          if (!one) return null;
          return (
            <li
              key={one.run.id}
              className={classes.item}
              style={{ transform: `translateY(${start - top}px)` }}
              aria-posinset={index + 1}
              aria-setsize={found.length}
            >
              <RunRow run={one.run} words={one.words} now={now} onDelete={() => onDelete(one.run)} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
