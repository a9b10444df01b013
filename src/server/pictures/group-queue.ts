import { AppError } from '../../contract/app-error.ts';
import type { RawPicture, TakeRawPicture, WantedFrame } from '../../run/decode-pictures.ts';
import { MOST_FRAMES } from './picture-group.ts';
import { type Kind, WantedGroup } from './wanted-group.ts';

/** How frames are decoded and what is made of them. */
export interface GroupWork {
  /** Decodes frames and hands each on as it comes; those that do not come cannot be decoded. */
  readonly decode: (
    frames: readonly WantedFrame[],
    take: TakeRawPicture,
    signal: AbortSignal,
  ) => Promise<unknown>;
  /** Makes something of a decoded frame, and keeps it. */
  readonly make: (frameNumber: number, picture: RawPicture, kind: Kind) => Promise<Buffer>;
}

interface Current {
  readonly groups: readonly WantedGroup[];
  readonly stop: AbortController;
  /** A frame has come. */
  begun: boolean;
}

/** Groups decoded in one go: most of the time of a single frame is the start of the decoder. */
const MOST_GROUPS = 16;

/**
 * The frames of one run that wait to be decoded, group by group, the newest first. Several who want something of the
 * same group share its decoding. A group that nobody waits for any more is left out; one that is being decoded is
 * finished all the same once its first frame is there, because the others are likely to be asked for next.
 */
export class GroupQueue {
  readonly #work: GroupWork;
  readonly #signal: AbortSignal;
  #waiting: WantedGroup[] = [];
  #current: Current | null = null;

  /** @param signal ends everything */
  constructor(work: GroupWork, signal: AbortSignal) {
    this.#work = work;
    this.#signal = signal;
  }

  /**
   * Waits for something of a frame.
   * @param groupOf finds the frames to be decoded with it, itself among them
   * @throws AppError `cancelled` when the signal comes, `frame_damaged`; whatever decoding throws
   */
  async get(
    frameNumber: number,
    kind: Kind,
    groupOf: () => Promise<readonly WantedFrame[]>,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const frames = this.#groupWith(frameNumber) ? [] : await groupOf();
    if (signal.aborted) throw new AppError('cancelled');
    const group = this.#groupWith(frameNumber) ?? this.#add(frames);
    const bytes = group.wait(frameNumber, kind, signal, () => this.#stopUnwanted());
    void this.#workOff();
    return bytes;
  }

  /** A group in which a frame is still to come. */
  #groupWith(frameNumber: number): WantedGroup | undefined {
    const current = this.#current?.stop.signal.aborted === false ? this.#current.groups : [];
    return [...this.#waiting, ...current].find((group) => group.has(frameNumber));
  }

  #add(frames: readonly WantedFrame[]): WantedGroup {
    const group = new WantedGroup(frames);
    this.#waiting.push(group);
    return group;
  }

  #stopUnwanted(): void {
    this.#waiting = this.#waiting.filter((group) => group.isWanted);
    const current = this.#current;
    if (current && !current.begun && !current.groups.some((group) => group.isWanted)) current.stop.abort();
  }

  /** The newest groups, as many as may be decoded in one go. */
  #take(): WantedGroup[] {
    const groups: WantedGroup[] = [];
    let frames = 0;
    for (let next = this.#waiting.at(-1); next && groups.length < MOST_GROUPS; next = this.#waiting.at(-1)) {
      frames += next.frames.length;
      if (groups.length > 0 && frames > MOST_FRAMES) break;
      groups.push(next);
      this.#waiting.pop();
    }
    return groups;
  }

  async #workOff(): Promise<void> {
    if (this.#current) return;
    for (let groups = this.#take(); groups.length > 0; groups = this.#take()) await this.#run(groups);
  }

  async #run(groups: readonly WantedGroup[]): Promise<void> {
    const stop = new AbortController();
    const current = { groups, stop, begun: false };
    this.#current = current;
    const end = () => stop.abort();
    this.#signal.addEventListener('abort', end, { once: true });
    const take: TakeRawPicture = async (frameNumber, picture) => {
      current.begun = true;
      for (const group of groups)
        if (group.has(frameNumber)) await this.#makeAll(group, frameNumber, picture);
    };
    try {
      if (this.#signal.aborted) throw new AppError('cancelled');
      const frames = new Map(
        groups.flatMap((group) => group.frames.map((frame) => [frame.frame_number, frame])),
      );
      await this.#work.decode([...frames.values()], take, stop.signal);
      for (const group of groups) group.fail((frame) => new AppError('frame_damaged', { frame }));
    } catch (thrown) {
      for (const group of groups) group.fail(() => thrown);
    } finally {
      this.#signal.removeEventListener('abort', end);
      this.#current = null;
    }
  }

  /** Makes what is wanted of a frame, also what is asked for while this goes on. */
  async #makeAll(group: WantedGroup, frameNumber: number, picture: RawPicture): Promise<void> {
    const made = new Set<Kind>();
    for (;;) {
      const kind = group.nextKind(frameNumber, made);
      if (kind === null) break;
      made.add(kind);
      try {
        group.give(frameNumber, kind, await this.#work.make(frameNumber, picture, kind));
      } catch (thrown) {
        group.refuse(frameNumber, kind, thrown);
      }
    }
    group.finish(frameNumber);
  }
}
