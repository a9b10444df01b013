/** Asks for the rows of some values in order; rows stand by frame number already. */
export interface SortRequest {
  readonly id: number;
  /** NaN comes last. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly descending: boolean;
}

/** The answer to it. */
export interface SortReply {
  readonly id: number;
  readonly order: Uint32Array<ArrayBuffer>;
}
