import path from 'node:path';
import { readPicture, skipStreamHeader } from '../decode/raw-picture-reader.ts';
import { FaceLook } from './faces/face-look.ts';
import { type FaceSettings, judgeFaces } from './faces/face-settings.ts';
import { CONTROL, type FrameRequest, type FrameResult, type FrameWorkerData } from './frame-protocol.ts';
import { FrameTask } from './frame-task.ts';
import { IdentityTable } from './subject/identity-table.ts';
import { maskName, readMask } from './subject/mask-files.ts';
import type { MaskSettings } from './subject/mask-settings.ts';

/** Results without a picture travel together: every message wakes the main thread. */
const BATCH_RESULTS = 16;
const BATCH_MS = 50;

/** What a thread does for one run: it takes pictures out of a pipe or its memory, measures them and renders those kept. */
export class FrameHand {
  readonly #data: FrameWorkerData;
  readonly #send: (results: readonly FrameResult[]) => void;
  readonly #task: FrameTask;
  readonly #taken: Int32Array;
  readonly #incoming: Uint8Array;
  #batch: FrameResult[] = [];
  #sent = performance.now();
  #look: FaceLook | null = null;

  /** @param send tells the main thread what was measured */
  constructor(data: FrameWorkerData, send: (results: readonly FrameResult[]) => void) {
    const { settings, memory, areas, taken } = data;
    this.#data = data;
    this.#send = send;
    this.#task = new FrameTask(settings, memory, areas);
    this.#taken = new Int32Array(taken);
    const { header, frame } = areas;
    this.#incoming = new Uint8Array(memory.buffer, header, frame + settings.layout.bytes - header);
  }

  /**
   * Does what the main thread asks for, and tells all that it measured.
   * @throws AppError when a picture cannot be read, measured or searched for faces
   */
  async answer(request: FrameRequest): Promise<void> {
    const { faces, masks } = this.#data.settings;
    const isSlow = faces !== null || masks !== null;
    const identities = request.identities && new IdentityTable(request.identities);
    if (request.type === 'read') {
      const control = new Int32Array(request.control);
      if (isSlow) await this.#readSlowly(request.descriptor, control, identities);
      else this.#read(request.descriptor, control);
    } else if (isSlow) await this.#workSlowly(request.sequence, identities);
    else this.#work(request.sequence);
    this.#flush();
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#send(this.#batch);
    this.#batch = [];
    this.#sent = performance.now();
  }

  /** Waits for a free picture area; so the encoder's pace slows decoding down and not memory grows. */
  #takeArea(): number {
    const changes = this.#data.areas.pictures.length;
    for (;;) {
      const seen = Atomics.load(this.#taken, changes);
      for (let area = 0; area < changes; area++) {
        if (Atomics.compareExchange(this.#taken, area, 0, 1) === 0) return area;
      }
      Atomics.wait(this.#taken, changes, seen);
    }
  }

  /** Gives a picture area back whose picture is not to be written. */
  #freeArea(area: number): void {
    const changes = this.#data.areas.pictures.length;
    Atomics.store(this.#taken, area, 0);
    Atomics.add(this.#taken, changes, 1);
    Atomics.notify(this.#taken, changes);
  }

  #work(sequence: number): void {
    const result = this.#task.measure(sequence);
    if (result.reason !== null) {
      this.#batch.push(result);
      if (this.#batch.length >= BATCH_RESULTS || performance.now() - this.#sent >= BATCH_MS) this.#flush();
      return;
    }
    const area = this.#takeArea();
    this.#task.render(area);
    this.#batch.push({ ...result, area });
    this.#flush();
  }

  /** Measures what lies inside the mask of the frame. */
  async #measureSubject(
    sequence: number,
    { folder }: MaskSettings,
    identities: IdentityTable,
  ): Promise<FrameResult> {
    const number = identities.wait(sequence);
    const { width, height } = this.#data.settings.layout;
    const mask = number === null ? null : await readMask(path.join(folder, maskName(number)), width, height);
    return this.#task.measureInside(sequence, mask);
  }

  /** The faces of the picture that is about to be written, and whether they are what the pre-filter wants. */
  async #lookForFaces(measured: FrameResult, area: number, settings: FaceSettings): Promise<FrameResult> {
    this.#look ??= await FaceLook.open(settings);
    const faces = await this.#look.read(this.#task.picture(area));
    const reason = judgeFaces(faces, settings.preFilter);
    if (reason !== null) this.#freeArea(area);
    return { ...measured, faces, reason, area: reason === null ? area : null };
  }

  /** As {@link #work}, with faces, masks or both. */
  async #workSlowly(sequence: number, identities: IdentityTable | null): Promise<void> {
    const { masks, faces } = this.#data.settings;
    const measured =
      masks && identities
        ? await this.#measureSubject(sequence, masks, identities)
        : this.#task.measure(sequence);
    if (measured.reason !== null) {
      this.#batch.push(measured);
      return this.#flush();
    }
    const area = this.#takeArea();
    this.#task.render(area);
    this.#batch.push(faces ? await this.#lookForFaces(measured, area, faces) : { ...measured, area });
    this.#flush();
  }

  /** Reads the next picture while no other worker does; -1 at the end of the pipe. */
  #next(descriptor: number, control: Int32Array): number {
    while (Atomics.compareExchange(control, CONTROL.lock, 0, 1) !== 0) Atomics.wait(control, CONTROL.lock, 1);
    try {
      if (Atomics.load(control, CONTROL.ended) === 1) return -1;
      const { container } = this.#data.settings;
      if (container === 'yuv4mpegpipe' && Atomics.exchange(control, CONTROL.started, 1) === 0) {
        skipStreamHeader(descriptor);
      }
      if (readPicture(descriptor, this.#incoming)) return Atomics.add(control, CONTROL.sequence, 1);
      Atomics.store(control, CONTROL.ended, 1);
      return -1;
    } finally {
      Atomics.store(control, CONTROL.lock, 0);
      Atomics.notify(control, CONTROL.lock, 1);
    }
  }

  #read(descriptor: number, control: Int32Array): void {
    for (let n = this.#next(descriptor, control); n >= 0; n = this.#next(descriptor, control)) this.#work(n);
  }

  async #readSlowly(
    descriptor: number,
    control: Int32Array,
    identities: IdentityTable | null,
  ): Promise<void> {
    for (let n = this.#next(descriptor, control); n >= 0; n = this.#next(descriptor, control)) {
      await this.#workSlowly(n, identities);
    }
  }
}
