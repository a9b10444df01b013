import { Progress as Bar, Switch, Tooltip } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Stage } from '../../contract/events.ts';
import type { RunDetail, RunLog } from '../../contract/http.ts';
import { isStills } from '../../contract/probe.ts';
import { formatBytes, formatCount, formatFps, formatPercent, formatSpeed } from '../format/numbers.ts';
import { formatEta, formatTime } from '../format/times.ts';
import { announce } from '../parts/live-region.tsx';
import { Panel } from '../parts/panel.tsx';
import { followsSubject } from '../runs/follows-subject.ts';
import { type Download, isActive, type Progress, progressOf, standingOf } from '../runs/run-progress.ts';
import { useObservable } from '../state/use-observable.ts';
import { Counters } from './counters.tsx';
import classes from './progress-panel.module.css';
import { StageStepper } from './stage-stepper.tsx';
import { switchTelling, tellingOutside } from './tell-outside.ts';
import type { LiveRecords } from './use-run-records.ts';

const TELLING_WORDS = {
  off: 'The browser asks for permission once.',
  on: 'A notice of the desktop, while this window is not in sight.',
  denied: 'The browser was told not to allow notices for this page; its site settings change that.',
  impossible: 'This browser gives no notices for this page.',
} as const;

/** The switch at whose first use the browser asks whether the page may give notices. */
function TellSwitch() {
  const telling = useObservable(tellingOutside);
  return (
    <Tooltip label={TELLING_WORDS[telling]}>
      <div>
        <Switch
          label="Tell me when it is done"
          checked={telling === 'on'}
          disabled={telling === 'impossible' || telling === 'denied'}
          onChange={({ currentTarget }) => void switchTelling(currentTarget.checked)}
        />
      </div>
    </Tooltip>
  );
}

/** Has a screen reader say every tenth of the way. */
function useSpokenShare(share: number | null): void {
  const spoken = useRef<number | null>(null);
  const tenths = share === null ? null : Math.floor(share * 10);
  useEffect(() => {
    if (tenths === null || tenths === spoken.current) return;
    // What was done before the page was opened is read with the page.
    if (spoken.current !== null) announce(`${tenths * 10} percent`);
    spoken.current = tenths;
  }, [tenths]);
}

interface NumbersProps {
  readonly tracking: boolean;
  readonly progress: Progress;
  readonly frame: number | null;
  /** Still pictures have no speed to be compared with, and no times. */
  readonly stills: boolean;
}

function Numbers({ tracking, progress, frame, stills }: NumbersProps) {
  return (
    <div className={classes.numbers}>
      <span>{formatFps(progress.fps)}</span>
      {!stills && <span>{formatSpeed(progress.speed)}</span>}
      {!stills && <span>at {formatTime(progress.position)}</span>}
      {frame !== null && !tracking && <span>frame #{frame}</span>}
      <span>
        {formatCount(progress.done)}
        {progress.total === null ? ' frames' : ` of ${formatCount(progress.total)} frames`}
        {tracking && ' tracked'}
      </span>
    </div>
  );
}

/** Sound and picture are often two files, which come one after the other. */
function DownloadNumbers({ download: { bytes, total, speed } }: { readonly download: Download }) {
  return (
    <div className={classes.numbers}>
      <span>
        {formatBytes(bytes)}
        {total === null ? ' so far' : ` of ${formatBytes(total)}`}
      </span>
      {speed !== null && <span>{`${formatBytes(speed)}/s`}</span>}
    </div>
  );
}

/** Whether the video of a run comes from an address. */
function isDownloaded({ page, input }: RunDetail): boolean {
  return page !== null || /^https?:\/\//i.test(input);
}

/** The step of a run that told nobody here: where there are records, decoding has begun. */
function stageOf({ counts }: RunDetail): Stage | null {
  return counts !== null && counts.processed > 0 ? 'analyze' : null;
}

interface ProgressPanelProps {
  readonly run: RunDetail;
  readonly log: RunLog | undefined;
  readonly live: LiveRecords;
}

/** How far a run is, how fast, and what became of its frames. */
export function ProgressPanel({ run, log, live }: ProgressPanelProps) {
  const progress = progressOf(log);
  const { share, eta, download } = standingOf(run, log);
  const working = run.state === 'running';
  useSpokenShare(working ? share : null);
  const { columns, tally } = live.records;
  const latest = columns.length > 0 ? (columns.frameNumbers[columns.length - 1] ?? null) : null;
  const known = live.rows !== null && live.rows > 0;
  return (
    <Panel className={classes.panel ?? ''} aria-label="Progress">
      <div className={classes.top}>
        <StageStepper
          stage={log?.stage ?? stageOf(run)}
          state={run.state}
          downloads={isDownloaded(run)}
          tracks={followsSubject(run)}
        />
        {isActive(run.state) && <TellSwitch />}
      </div>
      <div>
        <div className={classes.line}>
          <span className={classes.share}>{share === null ? '' : formatPercent(share)}</span>
          <span className={classes.muted}>{working ? formatEta(eta) : ''}</span>
        </div>
        <Bar
          size="lg"
          value={share === null ? (working ? 100 : 0) : share * 100}
          animated={working}
          color={run.state === 'done' ? 'green' : run.state === 'failed' ? 'red' : 'blue'}
          aria-label="Progress of the run"
        />
      </div>
      {download && <DownloadNumbers download={download} />}
      {working && !download && progress && (
        <Numbers
          tracking={log?.stage === 'track'}
          progress={progress}
          frame={latest}
          stills={run.probe !== null && isStills(run.probe)}
        />
      )}
      <Counters tally={known ? tally : null} counts={run.counts} />
    </Panel>
  );
}
