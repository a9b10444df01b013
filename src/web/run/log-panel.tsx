import { Button, CopyButton, Select } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { RunLog } from '../../contract/http.ts';
import { Panel } from '../parts/panel.tsx';
import { LOG_LEVELS, type LogLevel, lineClock, linesFrom, linesText } from './log-lines.ts';
import classes from './log-panel.module.css';

const LEVEL_WORDS: Readonly<Record<LogLevel, string>> = {
  debug: 'all',
  info: 'info and up',
  warn: 'warnings and errors',
  error: 'errors',
};

/** Scrolled up by more than this is reading, and new lines do not move it, pixels. */
const AT_END = 24;

/** What a run has said. */
export function LogPanel({ log }: { readonly log: RunLog | undefined }) {
  const [level, setLevel] = useState<LogLevel>('info');
  const list = useRef<HTMLUListElement>(null);
  const atEnd = useRef(true);
  const lines = linesFrom(log?.lines ?? [], level);
  const count = lines.length;
  useEffect(() => {
    const { current } = list;
    if (count > 0 && current && atEnd.current) current.scrollTop = current.scrollHeight;
  }, [count]);
  return (
    <Panel flush className={classes.box ?? ''} aria-labelledby="run-log">
      <div className={classes.head}>
        <h2 className={classes.title} id="run-log">
          Log
        </h2>
        <Select
          size="xs"
          w={160}
          aria-label="Lines to show"
          data={LOG_LEVELS.map((value) => ({ value, label: LEVEL_WORDS[value] }))}
          value={level}
          allowDeselect={false}
          onChange={(next) => setLevel(LOG_LEVELS.find((known) => known === next) ?? 'info')}
        />
        <CopyButton value={linesText(lines)}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy} disabled={count === 0}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      {count === 0 ? (
        <p className={classes.empty}>Nothing to report.</p>
      ) : (
        <ul
          className={classes.lines}
          ref={list}
          aria-labelledby="run-log"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
          tabIndex={0}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            atEnd.current = scrollHeight - scrollTop - clientHeight < AT_END;
          }}
        >
          {lines.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same in every respect
            <li key={`${line.at} ${place}`} className={classes.line} data-level={line.level}>
              <span className={classes.at}>{lineClock(line)}</span>
              <span className={classes.level}>{line.level}</span>
              <span>{line.message}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
