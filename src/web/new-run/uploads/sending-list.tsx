import { ActionIcon, Progress, Tooltip } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { messageOf } from '../../api/api-error.ts';
import { formatBytes, formatPercent } from '../../format/numbers.ts';
import { Loading } from '../../parts/loading.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useObservable } from '../../state/use-observable.ts';
import { pageWords } from '../form/option-words.ts';
import classes from './upload-list.module.css';
import type { Sending } from './upload-store.ts';
import { uploadStore } from './uploads.ts';

function stateWords({ state, sent, size, error }: Sending): string {
  const amount = `${formatBytes(sent)} of ${formatBytes(size)}`;
  switch (state) {
    case 'checking':
    case 'sending':
      return `${formatPercent(size > 0 ? sent / size : 1)} · ${amount}`;
    case 'waiting':
      return `The connection is lost; it goes on by itself · ${amount}`;
    case 'paused':
      return `Paused · ${amount}`;
    case 'failed': {
      const { message, hint } = messageOf(error);
      return pageWords(`${message}. ${hint}`);
    }
  }
}

function SendingItem({ sending }: { readonly sending: Sending }) {
  const { key, name, state, sent, size } = sending;
  const goes = state === 'sending' || state === 'waiting';
  return (
    <li className={classes.item}>
      <div>
        <div className={classes.name}>{name}</div>
        <div className={classes.state} data-bad={state === 'failed' || undefined}>
          {stateWords(sending)}
        </div>
      </div>
      <div className={classes.buttons}>
        <Tooltip label={goes ? 'Pause' : 'Resume'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${goes ? 'Pause' : 'Resume'} the upload of ${name}`}
            onClick={() => (goes ? uploadStore.pause(key) : uploadStore.resume(key))}
          >
            {goes ? <IconPlayerPause size={18} aria-hidden /> : <IconPlayerPlay size={18} aria-hidden />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Stop; what has arrived is kept">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Stop the upload of ${name}`}
            onClick={() => uploadStore.dismiss(key)}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <Progress
        className={classes.bar ?? ''}
        size="sm"
        value={size > 0 ? (100 * sent) / size : 100}
        color={state === 'failed' ? 'red' : 'blue'}
        aria-label={`Upload of ${name}`}
      />
    </li>
  );
}

/** The files on their way to the server. */
export function SendingList() {
  const all = useObservable(uploadStore.sending);
  const sending = all.filter(({ state }) => state !== 'checking');
  return (
    <>
      {all.length > sending.length && <Loading what="Looking whether it is here already" />}
      {sending.length > 0 && (
        <Panel aria-label="Uploads under way">
          <ul className={classes.list}>
            {sending.map((one) => (
              <SendingItem key={one.key} sending={one} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
