import { z } from 'zod';
import { httpErrorSchema, RUN_STATES } from '../../contract/http.ts';
import { probeSchema } from '../../contract/probe.ts';

/** What the server itself knows of a run that it was asked for: kept in queue.json, so that a restart loses none. */
export const runEntrySchema = z.object({
  id: z.string().describe('Id under which it is listed'),
  former: z.array(z.string()).describe('Ids of runs that came to the same folder'),
  input: z.string().describe('The source'),
  title: z.string().nullable().default(null).describe('What an address is called until its video is there'),
  options: z.record(z.string(), z.unknown()).describe('Every option with its value'),
  state: z.enum(RUN_STATES).describe('As far as this server knows'),
  folder: z.string().nullable().describe('Absolute path, once it is known'),
  folder_key: z.string().nullable().describe('Names the folder itself, should it be renamed'),
  trashed: z.boolean().describe('Its folder lies in the trash'),
  probe: probeSchema.nullable().describe('Facts about the video stream, once they are known'),
  error: httpErrorSchema.shape.error.nullable().describe('Why it failed'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
/** What the server itself knows of a run. */
export type RunEntry = z.output<typeof runEntrySchema>;

/** A run that has not ended. */
export const isOpen = ({ state }: RunEntry): boolean => state === 'queued' || state === 'running';

/**
 * Runs that may begin now, in order: as many as there is room for, and never two on the same source, as they would
 * meet in the same folder.
 * @param entries in the order of the queue
 */
export function nextRuns(entries: readonly RunEntry[], concurrency: number): RunEntry[] {
  const running = entries.filter(({ state }) => state === 'running');
  const busy = new Set(running.map(({ input }) => input));
  const next: RunEntry[] = [];
  for (const entry of entries) {
    if (running.length + next.length >= concurrency) break;
    if (entry.state !== 'queued' || busy.has(entry.input)) continue;
    busy.add(entry.input);
    next.push(entry);
  }
  return next;
}

/** What is known of runs after a restart: nothing works on them any more. */
export function afterRestart(entries: readonly RunEntry[]): RunEntry[] {
  return entries.map((entry) => (isOpen(entry) ? { ...entry, state: 'interrupted' } : entry));
}
