/** Memory for one picture after the other. */
export interface Workspace {
  /** Where the next picture goes, as its chain sends it. */
  readonly incoming: Uint8Array;
  /** Readies what has arrived for the meter. */
  prepare(): void;
}
