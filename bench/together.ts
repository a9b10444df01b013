import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Seconds per frame. */
export interface Spent {
  readonly wall: number;
  readonly cpu: number;
  readonly faces: number;
}

/** A program that is ready to begin. */
interface Ready {
  run(): Promise<{ wall: number; cpu: number; faces: number; frames: number }>;
}

async function start(command: readonly string[]): Promise<Ready> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command.join(' ')} ended early`);
    return value;
  };
  if ((await next()) !== 'ready') throw new Error(`${program} is not ready`);
  return {
    run: async () => {
      child.stdin.write('\n');
      return JSON.parse(await next());
    },
  };
}

/** Runs programs at the same time; each does its share of the frames. */
export async function together(commands: readonly (readonly string[])[]): Promise<Spent> {
  const ready = await Promise.all(commands.map(start));
  const results = await Promise.all(ready.map((program) => program.run()));
  const sum = (pick: (result: (typeof results)[number]) => number) =>
    results.reduce((total, result) => total + pick(result), 0);
  const frames = sum((result) => result.frames);
  const faces = sum((result) => result.faces);
  return {
    wall: Math.max(...results.map(({ wall }) => wall)) / frames,
    cpu: sum(({ cpu }) => cpu) / frames,
    faces,
  };
}
