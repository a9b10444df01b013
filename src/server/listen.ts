import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../contract/app-error.ts';
import { FIRST_PORT } from '../contract/server-options.ts';

/** Ports tried one after the other where none is asked for. */
const MOST_TRIES = 200;

const codeOf = (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined);

function listenOnce(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Begins to listen.
 * @param port the one asked for (0 = any); null = {@link FIRST_PORT} or the next free one
 * @returns the port
 * @throws AppError `port_taken`, or `usage` for an address that this machine does not have
 */
export async function listen(server: Server, host: string, port: number | null): Promise<number> {
  const first = port ?? FIRST_PORT;
  const last = port === null ? first + MOST_TRIES : first;
  for (let tried = first; ; tried++) {
    try {
      return await listenOnce(server, host, tried);
    } catch (thrown) {
      const taken = codeOf(thrown) === 'EADDRINUSE';
      if (taken && tried < last) continue;
      if (taken) throw new AppError('port_taken', { port: first }, { cause: thrown });
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw new AppError(
        'usage',
        { detail: `Cannot listen on ${host}, port ${tried}: ${reason}` },
        { cause: thrown },
      );
    }
  }
}

/** How long answers that are under way may take when the server stops, and how often that is looked at; milliseconds. */
const LAST_ANSWERS_MS = 1000;
const LOOK_MS = 20;

/** Stops listening; answers under way get a moment to end. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Kept connections become idle only when their last answer has ended.
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  const all = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(all);
}
