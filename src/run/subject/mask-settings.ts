/** How workers find the masks of a run; plain data, so that it can travel to worker threads. */
export interface MaskSettings {
  /** Folder of the masks. */
  readonly folder: string;
}
