import path from 'node:path';
import { diskIo, type RunIo } from '../../dist/index.js';

/** Operations of {@link RunIo} that change the disk. */
export const WRITES = [
  'makeFolder',
  'create',
  'openAppend',
  'append',
  'writeTemporary',
  'rename',
  'discard',
] as const;
/** One of {@link WRITES}. */
export type Write = (typeof WRITES)[number];

/** Where in an operation a fault strikes; `half` = with half of the data written. */
export const MOMENTS = ['before', 'half', 'after'] as const;
/** One of {@link MOMENTS}. */
export type Moment = (typeof MOMENTS)[number];

/** The disk with a hook around everything that is written. */
export interface FaultIo {
  readonly io: RunIo;
  /** How often each operation was called. */
  readonly calls: Record<Write, number>;
}

/**
 * The real disk that calls `strike` around each write.
 * @param halves whether data is written in two halves with the moment `half` between them
 */
export function faultIo(
  strike: (write: Write, call: number, moment: Moment) => void,
  halves: (write: Write, call: number) => boolean = () => false,
): FaultIo {
  const calls = Object.fromEntries(WRITES.map((write) => [write, 0])) as Record<Write, number>;
  async function around<T>(write: Write, work: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> {
    const call = ++calls[write];
    strike(write, call, 'before');
    if (half && halves(write, call)) {
      await half();
      strike(write, call, 'half');
    }
    const result = await work();
    strike(write, call, 'after');
    return result;
  }
  const io: RunIo = {
    ...diskIo,
    makeFolder: (folder) => around('makeFolder', () => diskIo.makeFolder(folder)),
    create: (file, data) => around('create', () => diskIo.create(file, data)),
    openAppend: (name, keep) =>
      around('openAppend', async () => {
        const file = await diskIo.openAppend(name, keep);
        let size = keep;
        return {
          append: (data) =>
            around(
              'append',
              async () => {
                await file.append(data);
                size += Buffer.byteLength(data);
              },
              async () => {
                const torn = await diskIo.openAppend(name, size);
                await torn.append(data.slice(0, data.length / 2));
                await torn.close();
              },
            ),
          sync: () => file.sync(),
          close: () => file.close(),
        };
      }),
    writeTemporary: (folder, data) =>
      around(
        'writeTemporary',
        () => diskIo.writeTemporary(folder, data),
        () => diskIo.writeTemporary(folder, data.slice(0, data.length / 2)),
      ),
    rename: (from, to) => around('rename', () => diskIo.rename(from, to)),
    discard: (file) => around('discard', () => diskIo.discard(file)),
  };
  return { io, calls };
}

/** The system's error of a code, as node:fs throws it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected`), { code, syscall: 'write' });
}

/** Run folder of a clip below a parent. */
export const runFolder = (out: string, clip: string) => path.join(out, path.parse(clip).name);
