/**
 * A process that analyses a clip and kills itself in the middle of one write; prints how often each write was called
 * when it gets to the end. Arguments: clip, parent folder, write, call, moment.
 */
import { type FaultIo, faultIo } from './fault-io.ts';
import { libraryRun } from './library-run.ts';

const [clip = '', out = '', write, call, moment] = process.argv.slice(2);
const isIt = (name: string, number: number) => name === write && number === Number(call);
const fault: FaultIo = faultIo(
  (name, number, when) => {
    if (isIt(name, number) && when === moment) process.kill(process.pid, 'SIGKILL');
  },
  (name, number) => moment === 'half' && isIt(name, number),
);
// With a clock that stands still progress.json is written only where it must be, so calls can be counted.
await libraryRun(clip, out, {}, { io: fault.io, now: () => new Date(0) });
process.stdout.write(JSON.stringify(fault.calls));
