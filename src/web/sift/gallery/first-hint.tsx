import { Button } from '@mantine/core';
import { useState } from 'react';
import { useKeyHint } from '../../keys/use-keys.ts';
import classes from './first-hint.module.css';

const SEEN_AT = 'framesift.hint';

/** The keys that matter, said once: other programs use the same letters for other things. */
export function FirstHint() {
  const [seen, setSeen] = useState(() => localStorage.getItem(SEEN_AT) !== null);
  const [pin, reject, open, keys] = [
    useKeyHint('pin').combo,
    useKeyHint('reject').combo,
    useKeyHint('open-frame').combo,
    useKeyHint('keys').combo,
  ];
  if (seen) return null;
  const close = (): void => {
    localStorage.setItem(SEEN_AT, '1');
    setSeen(true);
  };
  return (
    <aside className={classes.hint} aria-label="Keys to begin with">
      <p>
        <kbd>{pin}</kbd> pins a frame: it is kept whatever the limits say. <kbd>{reject}</kbd> rejects one.
        The same key again takes the mark away. <kbd>{open}</kbd> shows it large, <kbd>{keys}</kbd> lists all
        keys.
      </p>
      <Button size="compact-sm" variant="default" onClick={close}>
        Got it
      </Button>
    </aside>
  );
}
