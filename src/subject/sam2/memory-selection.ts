/** What a frame about to be tracked may remember. */
export interface MemoryRequest {
  readonly frame: number;
  /** Frames of the video. */
  readonly length: number;
  /** Frames with a prompt that hold a memory, in the order of their prompts. */
  readonly prompted: readonly number[];
  /** Whether a tracked frame holds a memory. */
  readonly isTracked: (frame: number) => boolean;
  readonly reverse: boolean;
  /** Blocks of the temporal table (`num_maskmem`, 7): six recent frames and the prompted ones. */
  readonly blocks: number;
  /** How far back pointers reach (`max_object_pointers`, 16: distances 1 to 15). */
  readonly pointers: number;
}

/** What it does remember. */
export interface MemorySelection {
  /** Whole memories: a frame, and its row of the temporal table. */
  readonly spatial: readonly (readonly [frame: number, row: number])[];
  /** Object pointers: a frame, and its distance in frames. */
  readonly pointers: readonly (readonly [frame: number, distance: number])[];
}

/**
 * The memories that a tracked frame attends to, in SAM 2's order (sam2_base.py, _prepare_memory_conditioned_features):
 * all prompted frames, then recent ones from old to new; pointers of prompted frames of the past, then of the last 15.
 */
export function selectMemory(request: MemoryRequest): MemorySelection {
  const { frame, length, prompted, isTracked, reverse, blocks } = request;
  const direction = reverse ? -1 : 1;
  const spatial: [number, number][] = prompted.map((at) => [at, blocks - 1]);
  for (let back = blocks - 1; back > 0; back--) {
    const at = frame - direction * back;
    if (isTracked(at)) spatial.push([at, back - 1]);
  }
  const pointers: [number, number][] = prompted
    .map((at): [number, number] => [at, (frame - at) * direction])
    .filter(([, distance]) => distance >= 0);
  for (let back = 1; back < Math.min(length, request.pointers); back++) {
    const at = frame - direction * back;
    if (at < 0 || at >= length) break;
    if (isTracked(at)) pointers.push([at, back]);
  }
  return { spatial, pointers };
}

/** Distances of pointers are divided by this. */
export function pointerDivisor(length: number, pointers: number): number {
  return Math.max(1, Math.min(length, pointers) - 1);
}

/**
 * The nearest of some frames: the closest before `frame`, the closest at or after it, then by distance.
 * @returns at most `count` of them, in the order they had
 */
export function nearestFrames(frames: readonly number[], frame: number, count: number): number[] {
  const near = [...frames].sort((a, b) => Math.abs(a - frame) - Math.abs(b - frame) || a - b);
  const sides = [near.find((at) => at < frame), near.find((at) => at >= frame)];
  const ranked = [...new Set([...sides.filter((at) => at !== undefined), ...near])].slice(0, count);
  return frames.filter((at) => ranked.includes(at));
}

/** How many memories and pointers a graph with a bank of fixed size takes. */
export interface BankSize {
  readonly blocks: number;
  readonly pointers: number;
}

/**
 * Makes a selection fill a bank of fixed size exactly. Too much: prompted frames stay first, the nearest of them, then
 * the newest recent ones. Too little: real entries are repeated, each with its own position.
 * @param fill which of some real entries fill a number of slots
 */
export function fitBank(
  { spatial, pointers }: MemorySelection,
  prompted: readonly number[],
  frame: number,
  size: BankSize,
  fill: (real: number, slots: number) => readonly number[] = fillInTurns,
): MemorySelection {
  const filled = <T>(entries: readonly T[], slots: number): T[] =>
    entries.length === 0 ? [] : fill(entries.length, slots).flatMap((i) => entries.slice(i, i + 1));
  const isPrompted = ([at]: readonly [number, number]) => prompted.includes(at);
  const isRecent = (entry: readonly [number, number]) => !isPrompted(entry);
  const keep = (entries: MemorySelection['spatial'], most: number) => {
    const frames = nearestFrames(
      entries.filter(isPrompted).map(([at]) => at),
      frame,
      most,
    );
    return entries.filter(([at]) => frames.includes(at));
  };
  const keptSpatial = keep(spatial, size.blocks);
  const recent = spatial.filter(isRecent);
  const keptPointers = keep(pointers, size.pointers);
  // A graph of fixed size has no room for no pointer at all: the nearest prompted frame, although it is still to come.
  const [instead] = nearestFrames(prompted, frame, 1);
  const spare = instead === undefined ? [] : [[instead, Math.abs(frame - instead)] as const];
  const allPointers = [...keptPointers, ...pointers.filter(isRecent)];
  return {
    spatial: filled(
      [...keptSpatial, ...recent.slice(Math.max(0, recent.length - (size.blocks - keptSpatial.length)))],
      size.blocks,
    ),
    pointers: filled(allPointers.length > 0 ? allPointers : spare, size.pointers),
  };
}

/** Which of `real` entries fill `slots`: all of them in order, and then again from the first on. */
export function fillInTurns(real: number, slots: number): number[] {
  return Array.from({ length: slots }, (_, i) => i % real);
}
