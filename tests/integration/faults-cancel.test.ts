import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFfmpeg, type RunEvent } from '../../dist/index.js';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { alternatingClip } from '../support/alternating-clip.ts';
import { ffmpeg } from '../support/ffmpeg.ts';
import { libraryRun } from '../support/library-run.ts';
import { temporaryFolder } from '../support/project.ts';
import { runState } from '../support/run-state.ts';

/** Aborts at the first event that fits. */
function abortAt(fits: (event: RunEvent) => boolean) {
  const abort = new AbortController();
  return { signal: abort.signal, emit: (event: RunEvent) => fits(event) && abort.abort() };
}

describe('a signal that is aborted', () => {
  it('before the start cancels without making a folder', async () => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 0.2, '64x48');
    const cancelled = libraryRun(clip, path.join(cwd, 'out'), {}, { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(path.join(cwd, 'out'))).toBe(false);
  });

  it.each(casesOf(['mp4', 'ffv1.mkv'], 1))(
    'at any stage cancels, and the run can be continued (%s)',
    async (kind) => {
      const cwd = temporaryFolder();
      const mp4 = await alternatingClip(cwd, 'clip.mp4', 2, '64x48');
      const clip = kind === 'mp4' ? mp4 : path.join(cwd, 'clip.mkv');
      // A codec whose packets tell no picture types: the index is made another way.
      if (kind !== 'mp4') await ffmpeg('-i', mp4, '-c:v', 'ffv1', clip);
      const whole = await libraryRun(clip, path.join(cwd, 'whole'));
      const out = path.join(cwd, 'out');
      const moments: ((event: RunEvent) => boolean)[] = [
        (event) => event.event === 'stage' && event.stage === 'probe',
        (event) => event.event === 'start',
        (event) => event.event === 'stage' && event.stage === 'index',
        (event) => event.event === 'stage' && event.stage === 'analyze',
        (event) => event.event === 'frame',
      ];
      for (const moment of moments) {
        const cancelled = libraryRun(clip, out, {}, abortAt(moment));
        await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
      }
      const last = await libraryRun(clip, out);
      expect(last.mode).toBe('resumed');
      expect(runState(last.run)).toEqual(runState(whole.run));
    },
  );
});

describe('a program around the library', () => {
  it.each(['start', 'frame', 'progress', 'done'])(
    'that throws on event %s gets its error, and nothing hangs',
    async (name) => {
      const cwd = temporaryFolder();
      const clip = await alternatingClip(cwd, 'clip.mp4', 2, '64x48');
      const emit = ({ event }: RunEvent) => {
        if (event === name) throw new Error('no more events, please');
      };
      const out = path.join(cwd, 'out');
      await expect(libraryRun(clip, out, { workers: 2 }, { emit, minStretch: 20 })).rejects.toMatchObject({
        code: 'internal',
        message: 'Unexpected error: no more events, please',
      });
      const again = await libraryRun(clip, out);
      expect(again.counts.kept).toBe(50);
    },
  );
});

describe('an ffmpeg', () => {
  it('that went away since the start is decode_failed, at once', async () => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 0.4, '64x48');
    const programs = { ...(await findFfmpeg()), ffmpeg: '/nowhere/ffmpeg' };
    for (const streamed of [false, true]) {
      const run = libraryRun(clip, path.join(cwd, `gone-${streamed}`), {}, { programs, streamed });
      await expect(run).rejects.toMatchObject({ code: 'decode_failed' });
    }
  });

  it.each(casesOf([1, 2], 1))('that hangs is ended by a cancel (%i workers)', async (workers) => {
    const cwd = temporaryFolder();
    const clip = await alternatingClip(cwd, 'clip.mp4', 3, '64x48');
    const wrapper = path.join(cwd, `hanging-${workers}`);
    writeFileSync(
      wrapper,
      '#!/bin/sh\ncase "$*" in *showinfo*) exec sleep 1000;; *) exec ffmpeg "$@";; esac\n',
    );
    chmodSync(wrapper, 0o755);
    const programs = { ...(await findFfmpeg()), ffmpeg: wrapper };
    const abort = new AbortController();
    const emit = (event: RunEvent) => {
      if (event.event === 'stage' && event.stage === 'analyze') setTimeout(() => abort.abort(), 200);
    };
    const out = path.join(cwd, `hang-${workers}`);
    const run = libraryRun(clip, out, { workers }, { programs, emit, signal: abort.signal, minStretch: 20 });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    const whole = await libraryRun(clip, path.join(cwd, `whole-${workers}`));
    expect(runState((await libraryRun(clip, out)).run)).toEqual(runState(whole.run));
  });
});
