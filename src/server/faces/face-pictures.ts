import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { type FacePicture, MOST_PICTURE_BYTES } from '../../contract/face-pictures.ts';
import { toFileError } from '../../contract/file-error.ts';
import { type FacePack, requireRecogniser } from '../../faces/packs/face-pack.ts';
import { openKnownPack } from '../../faces/packs/open-known-pack.ts';
import { openPackFolder } from '../../faces/packs/open-pack-folder.ts';
import { readFacePicture } from '../../faces/read-picture.ts';
import { modelFolders } from '../../inference/download/model-folders.ts';
import { imageLibrary } from '../../run/image-library.ts';
import { thumbnailWidth } from '../pictures/make-thumbnail.ts';
import type { ServerContext } from '../server-context.ts';
import { pictureFaces, pictureWarning } from './picture-faces.ts';
import { isSentPicture, PictureStore } from './picture-store.ts';
import { WarmReader } from './warm-reader.ts';

/** Larger pictures would take gigabytes of memory, pixels. */
const MOST_PIXELS = 100_000_000;

/** What the image library calls its readers of pictures, and the endings of their files; drawings are none. */
const ENDINGS: Readonly<Record<string, string>> = {
  ...{ jpeg: 'jpg', png: 'png', webp: 'webp', gif: 'gif', tiff: 'tiff', heif: 'avif', avif: 'avif' },
  ...{ jp2: 'jp2', jxl: 'jxl' },
};

const reasonOf = (thrown: unknown) =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? '';

/** What the name of a sent picture is in an error. */
const SENT = 'that was sent';

interface Looked {
  readonly bytes: Buffer;
  /** For errors. */
  readonly name: string;
  readonly model: string;
}

type PictureContext = Pick<ServerContext, 'roots' | 'settings' | 'packs' | 'signal'>;

/** Reference pictures before a run: sent ones are kept, those of this machine stay where they are. */
export class FacePictures {
  readonly #context: PictureContext;
  readonly #store: PictureStore;
  readonly #reader = new WarmReader();
  /** Where pictures of this machine lie, by what they held. */
  readonly #places = new Map<string, string>();

  constructor(context: PictureContext) {
    this.#context = context;
    this.#store = new PictureStore(context.settings.state);
    context.signal.addEventListener('abort', () => void this.#reader.close());
  }

  /**
   * Looks at a picture that was sent, and keeps it where it has a face.
   * @param model name of a pack, or the path of a folder with models
   * @throws AppError `face_picture_invalid`, `face_reference_none`; what opening and running the models throws
   */
  async send(bytes: Buffer, model: string, signal: AbortSignal): Promise<FacePicture> {
    const { ending, ...seen } = await this.#look({ bytes, name: SENT, model }, signal);
    return { ...seen, path: await this.#store.keep(seen.id, ending, bytes) };
  }

  /**
   * Looks at a picture of this machine: below the roots, or one that was sent before.
   * @throws AppError as {@link send}; what {@link AllowedRoots.resolve} throws
   */
  async pick(file: string, model: string, signal: AbortSignal): Promise<FacePicture> {
    const { roots, settings } = this.#context;
    const real = isSentPicture(settings.state, file) ? file : await roots.resolve(file);
    const bytes = await this.#bytesOf(real);
    const { ending: _, ...seen } = await this.#look({ bytes, name: real, model }, signal);
    this.#places.set(seen.id, real);
    return { ...seen, path: real };
  }

  /**
   * A small WebP of a picture that was sent or picked.
   * @param wanted pixels that neither side should exceed by much
   * @throws AppError `not_found`, also where the file has changed since
   */
  async thumbnail(id: string, wanted: number): Promise<Buffer> {
    const bytes = await readFile(await this.fileOf(id)).catch(() => null);
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== id)
      throw new AppError('not_found', { what: 'such picture' });
    const side = thumbnailWidth(wanted);
    return (await imageLibrary())(bytes, { limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80, effort: 2 })
      .toBuffer();
  }

  /**
   * Where a picture lies that was sent or picked.
   * @throws AppError `not_found`
   */
  async fileOf(id: string): Promise<string> {
    const file = (await this.#store.find(id)) ?? this.#places.get(id);
    if (file === undefined) throw new AppError('not_found', { what: 'such picture' });
    return file;
  }

  /**
   * Moves a picture that was sent to the trash; one that was picked is only forgotten.
   * @throws AppError `not_found`, `output_unwritable`
   */
  async remove(id: string): Promise<void> {
    const known = this.#places.delete(id);
    if (!(await this.#store.remove(id, new Date())) && !known)
      throw new AppError('not_found', { what: 'such picture' });
  }

  async #bytesOf(file: string): Promise<Buffer> {
    const facts = await stat(file).catch((thrown: unknown) => {
      throw toFileError(thrown, file);
    });
    const invalid = (reason: string) => new AppError('face_picture_invalid', { path: file, reason });
    if (facts.isDirectory()) throw invalid('it is a folder; its pictures are looked at when the run begins');
    if (facts.size > MOST_PICTURE_BYTES) throw invalid(`it has more than ${MOST_PICTURE_BYTES / 2 ** 20} MB`);
    return await readFile(file).catch((thrown: unknown) => {
      throw toFileError(thrown, file);
    });
  }

  async #look({ bytes, name, model }: Looked, signal: AbortSignal) {
    const ending = await endingOf(bytes, name);
    const pack = await this.#packOf(model);
    const { leastNorm } = requireRecogniser(pack);
    let [width, height] = [0, 0];
    const decode = async () => {
      const picture = await readFacePicture(name, bytes);
      ({ width, height } = picture);
      return picture;
    };
    const found = await this.#reader.read(pack, decode, signal);
    const faces = pictureFaces(found, leastNorm);
    if (faces.length === 0) throw new AppError('face_reference_none', { path: name });
    const id = createHash('sha256').update(bytes).digest('hex');
    return { ending, id, width, height, faces, warning: pictureWarning(faces) };
  }

  async #packOf(model: string): Promise<FacePack> {
    const { packs, roots } = this.#context;
    const known = packs.find(({ name }) => name === model);
    if (known) return await openKnownPack(known, modelFolders(null));
    if (!path.isAbsolute(model)) throw new AppError('not_found', { what: `model called ${model}` });
    return await openPackFolder(await roots.resolveExistingFolder(model));
  }
}

/** The ending for the file of a picture, told by what it holds. */
async function endingOf(bytes: Buffer, name: string): Promise<string> {
  const invalid = (reason: string, cause?: unknown) =>
    new AppError('face_picture_invalid', { path: name, reason }, { cause });
  if (bytes.length === 0) throw invalid('it is empty');
  const { format, width, height } = await (await imageLibrary())(bytes)
    .metadata()
    .catch((thrown: unknown) => {
      throw invalid(reasonOf(thrown), thrown);
    });
  const ending = ENDINGS[format];
  if (ending === undefined) throw invalid(`it is ${format}`);
  if (width * height > MOST_PIXELS) throw invalid(`it has more than ${MOST_PIXELS / 1e6} million pixels`);
  return ending;
}
