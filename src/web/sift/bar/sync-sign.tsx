import { Tooltip } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import classes from './sift-bar.module.css';

/** Says when marks are kept here because the server does not answer. */
export function SyncSign() {
  const { review } = useSift();
  const state = useObservable(review.state);
  if (state !== 'offline') return null;
  return (
    <Tooltip label="Framesift does not answer. Your marks are kept here and sent when it is back.">
      <span className={classes.sign} data-state={state} role="status">
        <IconCloudOff size={16} aria-hidden />
        Marks kept here
      </span>
    </Tooltip>
  );
}
