import type { Readable } from 'node:stream';

/**
 * Hands the read end of a child's pipe to a worker thread, which then reads it with blocking calls straight into
 * its memory: about a third less time than through the event loop (docs/benchmarks.md).
 *
 * Node offers no public way to a blocking read of a child's pipe, so this asks the stream's handle. Where the
 * handle is not as expected (other platforms, future Node) the answer is null and the caller uses the stream.
 * @returns the file descriptor, or null
 */
export function blockingDescriptor(pipe: Readable, child: { stdio: unknown[] }): number | null {
  if (process.platform === 'win32') return null;
  const handle: unknown = Reflect.get(pipe, '_handle');
  if (typeof handle !== 'object' || handle === null) return null;
  const descriptor: unknown = Reflect.get(handle, 'fd');
  const setBlocking: unknown = Reflect.get(handle, 'setBlocking');
  const readStop: unknown = Reflect.get(handle, 'readStop');
  if (typeof descriptor !== 'number' || descriptor < 0) return null;
  if (typeof setBlocking !== 'function' || typeof readStop !== 'function') return null;
  pipe.pause();
  readStop.call(handle);
  if (setBlocking.call(handle, true) !== 0) return null;
  // When the child exits, Node drains every pipe that it still knows of; this one is drained by the worker.
  child.stdio[1] = null;
  return descriptor;
}
