import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import type { UploadFolder, UploadState } from './upload-folder.ts';

function uploadOf({ record, offset, path }: UploadState): Upload {
  const { id, size, name, created_at } = record;
  // Nothing is to be sent of a whole file, whatever has become of it since.
  const here = path === null ? offset : size;
  return new Upload({ id, size, offset: here, metadata: { filename: name }, creation_date: created_at });
}

/** An {@link UploadFolder} as the tus server wants it. */
export class UploadStore extends DataStore {
  readonly #folder: UploadFolder;

  constructor(folder: UploadFolder) {
    super();
    this.#folder = folder;
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  /** Begins a file. @throws AppError as `UploadFolder.begin` */
  override async create(upload: Upload): Promise<Upload> {
    const { id, metadata, size = 0 } = upload;
    const name = metadata?.filename ?? metadata?.name;
    await this.#folder.begin(id, { name, size, fingerprint: metadata?.fingerprint }, new Date());
    return upload;
  }

  /** Writes on from an offset; gives the next one. @throws AppError as `UploadFolder.append` */
  override async write(bytes: Readable, id: string, offset: number): Promise<number> {
    const state = await this.#folder.state(id);
    // Whole: the answer to the last request was lost, so the client asks again with nothing to send.
    if (state?.path) return offset;
    return this.#folder.append(id, offset, bytes);
  }

  /** How far a file is. @throws `FILE_NOT_FOUND` of tus */
  override async getUpload(id: string): Promise<Upload> {
    const state = await this.#folder.state(id);
    if (state === null) throw ERRORS.FILE_NOT_FOUND;
    return uploadOf(state);
  }

  /** Gives up a file that is not whole. @throws AppError as `UploadFolder.remove` */
  override async remove(id: string): Promise<void> {
    await this.getUpload(id);
    await this.#folder.remove(id, new Date());
  }
}
