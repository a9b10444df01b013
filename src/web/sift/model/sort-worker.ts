import { sortedRows } from './sort-kernel.ts';
import type { SortReply, SortRequest } from './sort-protocol.ts';

/** The part of a worker's global scope that is used; the page's types know only windows. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<SortRequest>) => void) | null;
  postMessage(reply: SortReply, transfer: readonly Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { id, values, descending } }) => {
  const order = sortedRows(values, descending);
  scope.postMessage({ id, order }, [order.buffer]);
};
