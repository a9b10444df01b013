import { readFileSync } from 'node:fs';
import { fetchRoute, type WebApp } from '../../tests/support/web-process.ts';
import { median } from '../measure.ts';

/** What the server takes to hand out the records of a run. */
export interface RecordFigures {
  /** Milliseconds of the first request, which reads metadata.jsonl, and of later ones. */
  readonly cold: number;
  readonly warm: number;
}

/** Greatest memory of a process so far, MB; Linux only. */
export function greatestMemory(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1000;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Times the records route as the page calls it, compressed. The server must not have read the run yet. */
export async function recordFigures(app: WebApp, id: string, rounds: number): Promise<RecordFigures> {
  const ask = () =>
    timed(async () => {
      const response = await fetchRoute(app, `/runs/${id}/records`, { headers: { 'accept-encoding': 'br' } });
      await response.arrayBuffer();
    });
  const cold = await ask();
  const warm: number[] = [];
  for (let round = 0; round < rounds; round++) warm.push(await ask());
  return { cold, warm: median(warm) };
}

/** Milliseconds for each of so many small pictures that are made for the first time, asked for four at a time. */
export async function thumbnailTime(app: WebApp, id: string, frames: readonly number[]): Promise<number> {
  const waiting = [...frames];
  const ask = async () => {
    for (let frame = waiting.shift(); frame !== undefined; frame = waiting.shift()) {
      const response = await fetchRoute(app, `/runs/${id}/frames/${frame}/thumbnail?width=320`);
      if (!response.ok) throw new Error(`frame ${frame}: ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  return (await timed(() => Promise.all([ask(), ask(), ask(), ask()]))) / frames.length;
}
