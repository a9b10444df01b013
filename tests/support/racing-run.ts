/** A process that waits for a moment and then analyses a clip; prints the outcome. Arguments: clip, parent, moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../dist/index.js';
import { libraryRun } from './library-run.ts';

const [clip = '', out = '', moment] = process.argv.slice(2);
await sleep(Number(moment) - Date.now());
try {
  const { mode, run } = await libraryRun(clip, out);
  process.stdout.write(JSON.stringify({ mode, run }));
} catch (thrown) {
  if (!(thrown instanceof AppError)) throw thrown;
  process.stdout.write(
    JSON.stringify({ code: thrown.code, message: thrown.message, exitCode: thrown.exitCode }),
  );
}
