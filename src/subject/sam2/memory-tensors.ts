import type { FloatTensor } from '../../inference/session.ts';
import { widenBfloat16 } from './bfloat16.ts';
import type { Remembered } from './memory-bank.ts';

/** What goes into the attention: whole memories first, pointers behind them. */
export interface MemoryParts {
  readonly blocks: readonly { readonly state: Remembered; readonly position: Float32Array }[];
  readonly pointers: readonly Remembered[];
  /** One vector a pointer token. */
  readonly pointerPositions: Float32Array;
}

/** Joins memories to `[rows, 1, depth]`, in arrays that are used again for the next frame. */
export class MemoryTensors {
  readonly #depth: number;
  #memory = new Float32Array(0);
  #positions = new Float32Array(0);

  /** @param depth numbers of one token */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** The tensors hold until the next call. */
  join({ blocks, pointers, pointerPositions }: MemoryParts): { memory: FloatTensor; positions: FloatTensor } {
    const length = blocks.reduce((sum, { position }) => sum + position.length, pointerPositions.length);
    if (this.#memory.length < length) {
      this.#memory = new Float32Array(length);
      this.#positions = new Float32Array(length);
    }
    let at = 0;
    for (const { state, position } of blocks) {
      widenBfloat16(state.memory, this.#memory, at);
      this.#positions.set(position, at);
      at += position.length;
    }
    this.#positions.set(pointerPositions, at);
    for (const { pointer } of pointers) {
      this.#memory.set(pointer, at);
      at += pointer.length;
    }
    const shape = [length / this.#depth, 1, this.#depth];
    return {
      memory: { data: this.#memory.subarray(0, length), shape },
      positions: { data: this.#positions.subarray(0, length), shape },
    };
  }
}
