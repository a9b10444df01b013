import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { RunDetail, RunState } from '../../contract/http.ts';
import { METRICS, weightsFromList } from '../../contract/metric.ts';
import { isUnreachable } from '../api/api-error.ts';
import { formatCount, formatCounted } from '../format/numbers.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Loading } from '../parts/loading.tsx';
import { Panel } from '../parts/panel.tsx';
import { LiveRow } from './live-row.tsx';
import classes from './live-table.module.css';
import type { LiveRecords } from './use-run-records.ts';

/** Height of a row, pixels, as the style sheet has it. */
const ROW = 72;
/** Browsers show boxes of up to 16 million pixels on every screen; older frames are for Sift. */
const MOST_ROWS = 200_000;
/** Scrolled by less than this is still at the top, pixels. */
const AT_TOP = 8;

const HEADS = [
  'Quality',
  ...METRICS.map((metric) => metric.charAt(0).toUpperCase() + metric.slice(1).replace('_strength', 's')),
];

/** Room of the rows that are not there because they are out of sight. */
function Gap({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} colSpan={HEADS.length + 4} />
    </tr>
  );
}

interface NothingProps {
  readonly state: RunState;
  /** Rows that are there; null = not asked yet. */
  readonly rows: number | null;
  readonly hasFolder: boolean;
  /** The video itself is still on its way. */
  readonly downloading: boolean;
}

/** What stands in a table without rows. */
function Nothing({ state, rows, hasFolder, downloading }: NothingProps) {
  if (rows !== null && rows > 0) return null;
  if (state === 'queued' || (state === 'running' && downloading))
    return <p className={classes.empty}>Frames appear here as they are recorded.</p>;
  if (state === 'running') return <Loading what="The first frames are on their way" />;
  if (rows === null && hasFolder) return <Loading what="Reading the records" />;
  return <p className={classes.empty}>No frame was recorded.</p>;
}

interface LiveTableProps {
  readonly run: RunDetail;
  readonly live: LiveRecords;
  /** The video itself is still on its way. */
  readonly downloading: boolean;
}

/** The frames as they are recorded, newest first. Scrolled away from the top it stays still and counts what is new. */
export function LiveTable({ run, live, downloading }: LiveTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const { columns } = live.records;
  const rows = live.rows ?? 0;
  /** Rows that were there when the person scrolled away; null = at the top, all are shown. */
  const [still, setStill] = useState<number | null>(null);
  const shown = Math.min(still ?? rows, rows);
  const news = rows - shown;
  const weights = useMemo(() => weightsFromList(run.quality_weights), [run.quality_weights]);
  const count = Math.min(shown, MOST_ROWS);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 4,
  });
  const items = virtual.getVirtualItems();
  // Records that were written anew have nothing to do with what was looked at.
  useEffect(() => {
    if (still !== null && rows < still) setStill(null);
  }, [rows, still]);

  const scrolled = (): void => {
    const away = (box.current?.scrollTop ?? 0) > AT_TOP;
    if (away !== (still !== null)) setStill(away ? rows : null);
  };
  const toTop = (): void => {
    setStill(null);
    box.current?.scrollTo({ top: 0 });
    box.current?.focus();
  };

  return (
    <Panel flush className={classes.box ?? ''} aria-labelledby="live-frames">
      <div className={classes.head}>
        <h2 className={classes.title} id="live-frames">
          Frames, newest first
        </h2>
        {news > 0 ? (
          <Button size="compact-sm" leftSection={<IconArrowUp size={14} aria-hidden />} onClick={toTop}>
            {formatCount(news)} new
          </Button>
        ) : (
          <span className={classes.muted}>{rows > 0 ? formatCounted(rows, 'frame') : ''}</span>
        )}
      </div>
      {live.error !== null && !isUnreachable(live.error) && (
        <div className={classes.error}>
          <ErrorNotice error={live.error} />
        </div>
      )}
      <section
        className={classes.scroll}
        ref={box}
        onScroll={scrolled}
        aria-label="Table of frames"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        tabIndex={0}
      >
        <table className={classes.table} aria-labelledby="live-frames" aria-rowcount={count + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">Picture</th>
              <th scope="col">Frame</th>
              <th scope="col">{run.pictures ? 'Name' : 'Time'}</th>
              {HEADS.map((head) => (
                <th key={head} scope="col" className={classes.number}>
                  {head}
                </th>
              ))}
              <th scope="col">Status</th>
            </tr>
          </thead>
          <tbody>
            <Gap height={items[0]?.start ?? 0} />
            {items.map(({ index }) => {
              const row = shown - 1 - index;
              return (
                <LiveRow
                  key={columns.frameNumbers[row] ?? row}
                  run={run}
                  columns={columns}
                  row={row}
                  weights={weights}
                  place={index + 2}
                />
              );
            })}
            <Gap height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
          </tbody>
        </table>
        {live.error === null && (
          <Nothing
            state={run.state}
            rows={live.rows}
            hasFolder={run.folder !== null}
            downloading={downloading}
          />
        )}
      </section>
    </Panel>
  );
}
