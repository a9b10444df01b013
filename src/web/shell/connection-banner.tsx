import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useConnection } from '../api/server-events.ts';
import classes from './connection-banner.module.css';

/** A stream that comes back at once is not worth a word, milliseconds. */
const PATIENCE_MS = 1200;

const WORDS = {
  lost: {
    what: 'Framesift has stopped.',
    hint: 'Your marks are kept here and sent when it is back. Start it again with `framesift`.',
  },
  locked: {
    what: 'Framesift was started anew.',
    hint: 'Open the address that it printed; this page goes on by itself then.',
  },
} as const;

/** Says when the server does not answer. It is looked for all the time, so there is nothing to press. */
export function ConnectionBanner() {
  const connection = useConnection();
  const gone = connection === 'lost' || connection === 'locked' ? connection : null;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!gone) {
      setShown(false);
      return undefined;
    }
    const timer = setTimeout(setShown, PATIENCE_MS, true);
    return () => clearTimeout(timer);
  }, [gone]);
  // The region is there from the start: a live region that appears with its text is often not read.
  return (
    <div role="alert">
      {gone && shown && (
        <div className={classes.banner}>
          <IconPlugConnectedX className={classes.icon} aria-hidden />
          <div>
            <p className={classes.what}>{WORDS[gone].what}</p>
            <p className={classes.hint}>{WORDS[gone].hint}</p>
          </div>
        </div>
      )}
    </div>
  );
}
