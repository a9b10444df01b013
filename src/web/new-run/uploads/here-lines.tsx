import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useObservable } from '../../state/use-observable.ts';
import { hereLines } from './uploads.ts';

/** Says of each chosen file that was here already that nothing was sent. */
export function HereLines() {
  const lines = useObservable(hereLines);
  if (lines.length === 0) return null;
  return (
    <Alert
      color="blue"
      icon={<IconInfoCircle aria-hidden />}
      withCloseButton
      closeButtonLabel="Close"
      onClose={() => (hereLines.value = [])}
    >
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </Alert>
  );
}
