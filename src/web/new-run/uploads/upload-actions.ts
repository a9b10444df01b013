import type { UploadsAnswer, UploadView } from '../../../contract/uploads.ts';
import { api, resultOf } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { toastInfo, toastUndo } from '../../parts/toasts.tsx';

const show = (answer: UploadsAnswer) => void queryClient.setQueryData(queryKeys.uploads, answer);

/**
 * Moves a whole upload to the trash, from which a toast offers to take it back; removes the part of another one.
 * @throws ApiError
 */
export async function deleteUpload({ id, name, path }: UploadView): Promise<void> {
  show(await resultOf(api.uploads[':id'].$delete({ param: { id } })));
  if (path === null) {
    toastInfo(`Removed what had arrived of ${name}`);
    return;
  }
  toastUndo(`Moved ${name} to the trash`, async () => {
    show(await resultOf(api.uploads[':id'].restore.$post({ param: { id } })));
  });
}
