import {
  IconAlertTriangle,
  IconCheck,
  IconClockPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlugOff,
} from '@tabler/icons-react';
import type { RunState } from '../../contract/http.ts';
import { STATE_WORDS } from './run-progress.ts';
import classes from './state-badge.module.css';

const ICONS: Readonly<Record<RunState, typeof IconCheck>> = {
  queued: IconClockPause,
  running: IconPlayerPlay,
  done: IconCheck,
  cancelled: IconPlayerStop,
  failed: IconAlertTriangle,
  interrupted: IconPlugOff,
};

/** The state of a run, told by sign and word; the colour only repeats it. */
export function StateBadge({ state }: { readonly state: RunState }) {
  const Icon = ICONS[state];
  return (
    <span className={classes.badge} data-state={state}>
      <Icon size={14} aria-hidden />
      {STATE_WORDS[state]}
    </span>
  );
}
