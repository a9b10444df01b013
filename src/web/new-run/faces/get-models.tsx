import { Button, Checkbox, Code, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ModelPack } from '../../../contract/model-http.ts';
import { formatBytes } from '../../format/numbers.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { toastError } from '../../parts/toasts.tsx';
import { downloadWords } from './face-words.ts';
import classes from './get-models.module.css';
import { getModels, stopModels } from './model-actions.ts';

interface PackProps {
  readonly pack: ModelPack;
}

function Underway({ pack }: PackProps) {
  const { received = 0, total = 0 } = pack.download ?? {};
  return (
    <>
      <p className={classes.line}>
        Getting {pack.name}: {downloadWords(pack)}
      </p>
      <Progress.Root size="md">
        <Progress.Section
          value={total > 0 ? (100 * received) / total : 0}
          aria-label={`Download of ${pack.name}`}
          aria-valuetext={downloadWords(pack)}
        />
      </Progress.Root>
      <Button
        size="xs"
        variant="default"
        className={classes.button ?? ''}
        onClick={() => void stopModels(pack.name).catch(toastError)}
      >
        Stop the download
      </Button>
    </>
  );
}

function Terms({ pack, ticked, onTick }: PackProps & { ticked: boolean; onTick: (on: boolean) => void }) {
  const { text, url, acceptance, accepted } = pack.licence;
  return (
    <>
      <p className={classes.line}>
        Terms: {text}.{' '}
        <a href={url} target="_blank" rel="noreferrer">
          Read the terms of {pack.name}
        </a>
      </p>
      {acceptance !== null && !accepted && (
        <Checkbox
          label="I have read these terms and accept them"
          checked={ticked}
          onChange={({ currentTarget }) => onTick(currentTarget.checked)}
        />
      )}
    </>
  );
}

/** Models that nobody offers for download, and how they are made. */
function MakeModels({ pack, command }: PackProps & { readonly command: string }) {
  return (
    <div className={classes.box}>
      <p className={classes.line}>
        <strong>The model {pack.name} is not on this machine, and cannot be downloaded.</strong> It is made
        once of the official checkpoint, on any machine with Python, by this command in scripts/export-sam2 of
        the sources:
      </p>
      <Code block>{command}</Code>
      <Terms pack={pack} ticked={false} onTick={() => undefined} />
    </div>
  );
}

/** Models that are not on this machine, and the way to get them. */
export function GetModels({ pack }: PackProps) {
  const client = useQueryClient();
  const [ticked, setTicked] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const { name, state, download, licence, download_bytes, source, missing } = pack;
  if (download?.state === 'running') {
    return (
      <div className={classes.box}>
        <Underway pack={pack} />
      </div>
    );
  }
  if (state === 'present') return null;
  if (pack.export_command !== null) return <MakeModels pack={pack} command={pack.export_command} />;
  const needsTick = licence.acceptance !== null && !licence.accepted;
  const get = async (): Promise<void> => {
    setRefusal(null);
    await getModels(client, name, needsTick ? licence.acceptance : null).catch(setRefusal);
  };
  const failed = download?.state === 'failed' ? download.error : null;
  return (
    <div className={classes.box}>
      <p className={classes.line}>
        <strong>
          {state === 'partly'
            ? `The models ${name} are incomplete: ${missing.join(', ')} missing.`
            : `The models ${name} are not on this machine.`}
        </strong>{' '}
        They are downloaded once, {formatBytes(download_bytes)} from {source}; nothing of yours is sent.
      </p>
      <Terms pack={pack} ticked={ticked} onTick={setTicked} />
      {refusal !== null && <ErrorNotice error={refusal} title="The models could not be asked for" />}
      {failed && refusal === null && (
        <ErrorNotice
          error={Object.assign(new Error(failed.message), failed)}
          title="The models could not be downloaded"
        />
      )}
      {download?.state === 'cancelled' && (
        <p className={classes.line}>The download was stopped; what has arrived is kept.</p>
      )}
      <Button
        size="sm"
        className={classes.button ?? ''}
        disabled={needsTick && !ticked}
        onClick={() => void get()}
      >
        Get it ({formatBytes(download_bytes)})
      </Button>
    </div>
  );
}
