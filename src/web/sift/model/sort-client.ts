import type { SortReply, SortRequest } from './sort-protocol.ts';

/** Sorts elsewhere: `values` are the caller's no longer. */
export type Sorter = (values: Float64Array<ArrayBuffer>, descending: boolean) => Promise<Uint32Array>;

/** A sorter in a worker of its own, which begins with the first use. */
export function workerSorter(): Sorter {
  let worker: Worker | null = null;
  let next = 0;
  const waiting = new Map<number, (order: Uint32Array) => void>();
  const open = (): Worker => {
    const opened = new Worker(new URL('./sort-worker.ts', import.meta.url), { type: 'module' });
    opened.onmessage = ({ data }: MessageEvent<SortReply>) => {
      waiting.get(data.id)?.(data.order);
      waiting.delete(data.id);
    };
    return opened;
  };
  return (values, descending) =>
    new Promise((resolve) => {
      worker ??= open();
      const request: SortRequest = { id: next++, values, descending };
      waiting.set(request.id, resolve);
      worker.postMessage(request, [values.buffer]);
    });
}
