/** Names under which answers are kept; events change or renew them by these names. */
export const queryKeys = {
  options: ['options'],
  features: ['features'],
  presets: ['presets'],
  uploads: ['uploads'],
  models: ['models'],
  facePicture: (path: string, model: string) => ['face-picture', path, model],
  runs: ['runs'],
  /** Every run's details. */
  anyRun: ['run'],
  run: (id: string) => ['run', id],
  /** Every run's log. */
  anyRunLog: ['run-log'],
  runLog: (id: string) => ['run-log', id],
  /** Every run's verdicts. */
  anyReview: ['review'],
  review: (id: string) => ['review', id],
  /** Every frame's record of a run. */
  anyFrame: (id: string) => ['frame', id],
  frame: (id: string, frame: number) => ['frame', id, frame],
  people: (id: string) => ['people', id],
  folder: (path: string | null) => ['folder', path],
  probe: (path: string, options: unknown, index: boolean) => ['probe', path, options, index],
  scenes: (path: string, options: unknown) => ['scenes', path, options],
  site: (url: string, options: unknown) => ['site', url, options],
} as const;
