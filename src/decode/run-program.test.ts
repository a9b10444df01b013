import { describe, expect, it } from 'vitest';
import { FFMPEG_INTERRUPTED, OWN_SIGNAL_MS, runProgram } from './run-program.ts';

const sh = (script: string, signal?: AbortSignal) => runProgram('/bin/sh', ['-c', script], signal);

describe.skipIf(process.platform === 'win32')('a program that ends by itself', () => {
  it('gives its output and exit code', async () => {
    const result = await sh('echo 1; echo 2 >&2; exit 3');
    expect(result).toEqual({ exitCode: 3, stdout: '1\n', stderr: '2\n', cancelled: false });
  });

  it('is reported when it is not there', async () => {
    expect(await runProgram('/no/such/program', [])).toMatchObject({ exitCode: null, cancelled: false });
  });
});

describe.skipIf(process.platform === 'win32')('a program that a signal stops', () => {
  const STOPS = [
    { how: 'killed', script: 'kill -KILL $$', exitCode: null },
    { how: 'as ffmpeg tells it', script: `exit ${FFMPEG_INTERRUPTED}`, exitCode: FFMPEG_INTERRUPTED },
  ];

  it.each(STOPS)('is cancelled where our own signal comes a little later: $how', async ({ script }) => {
    const result = await sh(script, AbortSignal.timeout(OWN_SIGNAL_MS / 2));
    expect(result.cancelled).toBe(true);
  });

  it.each(STOPS)('has failed where nobody asked us: $how', async ({ script, exitCode }) => {
    const { signal } = new AbortController();
    expect(await sh(script, signal)).toMatchObject({ exitCode, cancelled: false });
  });
});
