import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UploadsAnswer } from '../../../contract/uploads.ts';
import { api, resultOf } from '../../api/client.ts';
import { uploadsQuery } from '../../api/queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { formatBytes, formatPercent } from '../../format/numbers.ts';
import { Panel } from '../../parts/panel.tsx';
import { toastLater } from '../../parts/toasts.tsx';
import { useObservable } from '../../state/use-observable.ts';
import { UploadButton } from './upload-button.tsx';
import classes from './upload-list.module.css';
import { uploadStore } from './uploads.ts';

type Upload = UploadsAnswer['uploads'][number];

function stateWords({ path, size, offset }: Upload): string {
  const whole = size === null ? 'unknown size' : formatBytes(size);
  if (path !== null) return whole;
  const share = size ? `${formatPercent(offset / size)} of ` : '';
  return `${share}${whole} arrived; choose the same file again and it goes on`;
}

interface EarlierUploadsProps {
  readonly onUse: (path: string) => void;
}

/** Files that were uploaded before, or only in part: to use, to go on with, or to delete. */
export function EarlierUploads({ onUse }: EarlierUploadsProps) {
  const { data } = useQuery(uploadsQuery);
  const client = useQueryClient();
  const sending = useObservable(uploadStore.sending);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  // What this tab is sending is shown above, with its progress.
  const isSent = ({ path, name }: Upload) => path !== null || !sending.some((one) => one.name === name);
  const uploads = (data?.uploads ?? []).filter((one) => !hidden.includes(one.id) && isSent(one));
  if (uploads.length === 0) return null;

  const remove = ({ id, name }: Upload): void => {
    setHidden((ids) => [...ids, id]);
    toastLater(`Deleted the upload ${name}`, {
      undo: () => setHidden((ids) => ids.filter((other) => other !== id)),
      act: async () => {
        client.setQueryData<UploadsAnswer>(
          queryKeys.uploads,
          await resultOf(api.uploads[':id'].$delete({ param: { id } }, { init: { keepalive: true } })),
        );
      },
    });
  };

  return (
    <Panel aria-labelledby="earlier-uploads">
      <h2 className={classes.title} id="earlier-uploads">
        Uploaded before
      </h2>
      <ul className={classes.list}>
        {uploads.map((upload) => (
          <li key={upload.id} className={classes.item}>
            <div>
              <div className={classes.name}>{upload.name}</div>
              <div className={classes.state}>{stateWords(upload)}</div>
            </div>
            <div className={classes.buttons}>
              {upload.path === null ? (
                <UploadButton size="xs" label={`Go on with ${upload.name}`}>
                  Choose the file
                </UploadButton>
              ) : (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`Use ${upload.name}`}
                  onClick={() => upload.path !== null && onUse(upload.path)}
                >
                  Use
                </Button>
              )}
              <Tooltip label="Delete">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Delete the upload ${upload.name}`}
                  onClick={() => remove(upload)}
                >
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
