import { AppError } from '../contract/app-error.ts';
import { AllowedRoots } from './allowed-roots.ts';
import { apiRoutes } from './app.ts';
import { EventHub } from './event-hub.ts';
import type { Runs, ServerContext } from './server-context.ts';

const nothing = () => Promise.reject(new AppError('not_found', { what: 'run' }));

/** No runs at all. */
export const NO_RUNS: Runs = {
  list: async () => [],
  get: nothing,
  folderOf: nothing,
  log: nothing,
  create: nothing,
  cancel: nothing,
  resume: nothing,
  trash: nothing,
  restore: nothing,
};

/** The routes without a server behind them: only to be described. */
export function describedRoutes(): ReturnType<typeof apiRoutes> {
  const context: ServerContext = {
    settings: { workspace: '', presets: '', uploads: '', state: '', concurrency: 1, maxUpload: 0 },
    roots: new AllowedRoots([]),
    runs: NO_RUNS,
    hub: new EventHub(),
    programs: nothing,
    packs: [],
    maskModels: [],
    log: () => undefined,
    signal: AbortSignal.abort(),
  };
  return apiRoutes(context);
}
