import type { Command } from 'commander';
import { resolveOptions } from '../contract/parse-options.ts';
import { SERVER_OPTIONS } from '../contract/server-options.ts';
import { isPrivateHost } from '../server/guards/allowed-hosts.ts';
import { openOutside } from '../server/open-outside.ts';
import { startServer } from '../server/start-server.ts';
import type { CommandContext } from './command-context.ts';
import { givenOptions } from './command-options.ts';
import { openLog } from './log-file.ts';

/** Runs `framesift` without a command: the web app, until a signal stops it. */
export async function runServer(command: Command, { console, signal }: CommandContext): Promise<void> {
  const options = resolveOptions(SERVER_OPTIONS, givenOptions(command, SERVER_OPTIONS));
  const { host, logDir, logLevel } = options;
  if (!isPrivateHost(host)) {
    console.err(
      `warning: --host ${host} lets other machines reach this server. Whoever has the address below can see your videos and start runs; it is not encrypted.`,
    );
  }
  const log = openLog(logDir, logLevel, (reason) => console.err(`warning: no log file: ${reason}`));
  try {
    const server = await startServer({
      options,
      log: (level, message) => {
        log.write(level, message);
        const word = level === 'warn' ? 'warning' : level;
        if (level === 'warn' || level === 'error') console.err(`${word}: ${message}`);
      },
    });
    try {
      console.out(`Framesift: ${server.url}`);
      if (options.open) await openOutside(server.url);
      if (!signal.aborted) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      }
    } finally {
      await server.close();
    }
  } finally {
    await log.close();
  }
}
