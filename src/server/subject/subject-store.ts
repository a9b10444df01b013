import path from 'node:path';
import { AppError } from '../../contract/app-error.ts';
import { toFileError } from '../../contract/file-error.ts';
import { roundTo } from '../../contract/round.ts';
import { RUN_FILES, SCHEMA_VERSION } from '../../contract/run-files.ts';
import type { SubjectChoices, SubjectPrompt } from '../../contract/subject-file.ts';
import type { SubjectAnswer, SubjectPointing, SubjectPreview } from '../../contract/subject-http.ts';
import { optionsOfRun, PictureSource } from '../../run/decode-pictures.ts';
import { openMaskModel } from '../../run/masks/open-mask-model.ts';
import { diskIo, replaceFile } from '../../run/run-io.ts';
import { encodeMask } from '../../run/subject/mask-files.ts';
import { readChoices } from '../../run/subject/subject-prompts.ts';
import { type ViewedRun, ViewedRuns } from '../pictures/viewed-run.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { ServerContext } from '../server-context.ts';
import { Turns } from '../work/turns.ts';
import { allowedSubject } from './allowed-subject.ts';
import { type PointedRun, WarmTracker } from './warm-tracker.ts';

const fileOf = (folder: string) => path.join(folder, RUN_FILES.subject);

/** Pixels of a mask. */
const insideOf = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);

type SubjectContext = Pick<ServerContext, 'programs' | 'roots' | 'runs' | 'signal' | 'unfinished'>;

/** What persons point at in runs: shown at once on one frame, and stored so that the shots are tracked again. */
export class SubjectStore {
  readonly #context: SubjectContext;
  readonly #records: RecordStore;
  readonly #runs = new ViewedRuns();
  readonly #tracker = new WarmTracker();
  readonly #turns = new Turns();

  constructor(context: SubjectContext, records: RecordStore) {
    this.#context = context;
    this.#records = records;
    const close = () => context.unfinished?.add(this.#tracker.close());
    context.signal.addEventListener('abort', close, { once: true });
  }

  /**
   * What was pointed at in a run.
   * @throws AppError `masks_missing`, `run_missing`, `run_invalid`, `not_found`
   */
  async get(id: string): Promise<SubjectAnswer> {
    const { folder, file } = await this.#viewed(id);
    return { model: file.subject?.model ?? '', prompts: [...(await readChoices(diskIo, folder))] };
  }

  /**
   * What the subject of a frame would be.
   * @throws AppError as {@link WarmTracker.point}; `masks_missing`, `model_missing`, `model_export_needed`, and whatever else
   * opening the model throws
   */
  async preview(id: string, pointing: SubjectPointing, signal: AbortSignal): Promise<SubjectPreview> {
    const run = await this.#pointed(await this.#viewed(id));
    const { frame_number } = pointing;
    const { score, mask, width, height } = await this.#tracker.point(run, frame_number, pointing, signal);
    const png = mask && (await encodeMask(mask, width, height));
    return {
      ...{ frame_number, width, height, score: roundTo(score, 4) },
      area_pct: mask ? roundTo((insideOf(mask) * 100) / (width * height), 4) : 0,
      mask: png?.toString('base64') ?? null,
    };
  }

  /**
   * Gets ready for somebody who is about to point at a frame.
   * @throws AppError as {@link preview}
   */
  async prepare(id: string, frame_number: number, signal: AbortSignal) {
    const run = await this.#pointed(await this.#viewed(id));
    const { width, height } = await this.#tracker.prepare(run, frame_number, signal);
    return { frame_number, width, height };
  }

  /**
   * Replaces what is pointed at in a run, and puts the run into the queue again.
   * @throws AppError `run_busy` while the run works or waits; `subject_prompt_outside`, `masks_missing`, `model_missing`,
   * `model_export_needed`, `disk_full`, `output_unwritable`, and what going on with a run throws; nothing is changed then
   */
  async put(id: string, prompts: readonly SubjectPrompt[], signal: AbortSignal): Promise<SubjectAnswer> {
    const viewed = await this.#viewed(id);
    return this.#turns.take(viewed.folder, async () => {
      const { state } = await this.#context.runs.get(id);
      if (state === 'running' || state === 'queued') {
        const suggestion = 'Wait until it ends, then choose the subject again.';
        throw new AppError('run_busy', { state, suggestion });
      }
      await this.#tracker.check(await this.#pointed(viewed), prompts, signal);
      const sorted = prompts.toSorted((a, b) => a.frame_number - b.frame_number);
      const before = await readChoices(diskIo, viewed.folder);
      await this.#write(viewed.folder, sorted);
      try {
        await this.#context.runs.resume(id);
      } catch (thrown) {
        await this.#write(viewed.folder, before);
        throw thrown;
      }
      return { model: viewed.file.subject?.model ?? '', prompts: [...sorted] };
    });
  }

  async #write(folder: string, prompts: readonly SubjectPrompt[]): Promise<void> {
    const choices: SubjectChoices = { schema_version: SCHEMA_VERSION, prompts: [...prompts] };
    const file = fileOf(folder);
    await replaceFile(diskIo, file, `${JSON.stringify(choices, null, 2)}\n`).catch((thrown: unknown) => {
      throw toFileError(thrown, file);
    });
  }

  async #viewed(id: string): Promise<ViewedRun> {
    const run = await this.#runs.of(await this.#context.runs.folderOf(id));
    if (!run.file.subject) throw new AppError('masks_missing', { path: run.folder });
    return run;
  }

  async #pointed({ file, folder, key }: ViewedRun): Promise<PointedRun> {
    const options = await allowedSubject(optionsOfRun(file), this.#context.roots);
    const { gpu, fillHoleArea } = options;
    const open = async () => {
      const { signal } = this.#context;
      const source = await PictureSource.open(file, { programs: await this.#context.programs(), signal });
      const records = this.#records.fileOf(folder);
      const contents = await records.contents();
      if (contents.rows > 0)
        await source.agree(await records.rows(contents, contents.rows - 1, contents.rows), signal);
      return source;
    };
    return { key: `${key} ${folder}`, model: await openMaskModel(options, null), gpu, fillHoleArea, open };
  }
}
