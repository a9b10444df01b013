import { Button, Progress, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ExportStatus } from '../../contract/http.ts';
import { formatCounted } from '../format/numbers.ts';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { toastError } from '../parts/toasts.tsx';
import classes from './export-dialog.module.css';
import { cancelExport, forgetExport, openExport } from './export-job.ts';
import { stagePercent, stageSentence } from './export-words.ts';

interface ExportProgressProps {
  readonly job: ExportStatus;
  readonly onClose: () => void;
}

function Running({ job, onClose }: ExportProgressProps) {
  return (
    <>
      <Text fw={600}>{stageSentence(job)}</Text>
      <Progress.Root size="lg" my="md">
        <Progress.Section
          value={stagePercent(job)}
          aria-label={`Export, ${stageSentence(job)}`}
          aria-valuetext={stageSentence(job)}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed">
        You can close this and go on sifting: what is written was fixed when the export began.
      </Text>
      <div className={classes.foot}>
        <Button variant="default" onClick={() => void cancelExport(job.id).catch(toastError)}>
          Cancel the export
        </Button>
        <Button onClick={onClose}>Go on sifting</Button>
      </div>
    </>
  );
}

function Done({ job, onClose }: ExportProgressProps) {
  const open = useRef<HTMLButtonElement>(null);
  useEffect(() => open.current?.focus(), []);
  return (
    <>
      <Text fw={600} c="green" component="p" m={0}>
        <IconCircleCheck size={18} aria-hidden style={{ verticalAlign: -4 }} /> Exported{' '}
        {formatCounted(job.total, 'picture')}
      </Text>
      <Text size="sm" mt="xs" className={classes.path} data-testid="export-folder">
        {job.folder}
      </Text>
      {job.warnings.map((warning) => (
        <p key={warning} className={classes.note}>
          {warning}
        </p>
      ))}
      <div className={classes.foot}>
        <Button variant="default" onClick={forgetExport}>
          Export again
        </Button>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button ref={open} onClick={() => void openExport(job.id).catch(toastError)}>
          Open folder
        </Button>
      </div>
    </>
  );
}

function Ended({ job, onClose }: ExportProgressProps) {
  return (
    <>
      {job.error && job.state === 'failed' ? (
        <ErrorNotice
          error={Object.assign(new Error(job.error.message), job.error)}
          title="The export did not finish"
        />
      ) : (
        <Text>The export was cancelled. Nothing of it is left.</Text>
      )}
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button onClick={forgetExport}>Try again</Button>
      </div>
    </>
  );
}

/** An export under way, and how it ended. */
export function ExportProgress(props: ExportProgressProps) {
  const { state } = props.job;
  if (state === 'running') return <Running {...props} />;
  return state === 'done' ? <Done {...props} /> : <Ended {...props} />;
}
