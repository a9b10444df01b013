import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesOf } from '../../src/contract/sweep.fixture.ts';
import { framesift } from '../support/cli.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { commandLine } from '../support/in-process.ts';
import { temporaryFolder } from '../support/project.ts';

/** Three scenes of a second at 25 frames a second. */
const scenesClip = () => makeClip('three.mp4', ...scenesInput('480x270', 25), ...h264(30));

interface Answer {
  readonly shots: readonly { id: number; start: number; end: number; start_time: number; end_time: number }[];
}

/** `framesift shots --json`, which is one line. */
async function shotsOf(...words: string[]): Promise<Answer['shots']> {
  const { exitCode, out, err } = await commandLine('shots', ...words, '--json');
  expect([exitCode, err]).toEqual([0, []]);
  expect(out).toHaveLength(1);
  const answer: Answer = JSON.parse(out[0] ?? '');
  expect(Object.keys(answer)).toEqual(['shots']);
  return answer.shots;
}

const starts = (shots: Answer['shots']) => shots.map(({ start }) => start);

describe('framesift shots', () => {
  it.each(casesOf(['best', 'content', 'adaptive', 'histogram'], 1))(
    '--detector %s finds three scenes',
    async (detector) => {
      expect(await shotsOf(await scenesClip(), '--detector', detector)).toEqual([
        { id: 0, start: 0, end: 25, start_time: 0, end_time: 1 },
        { id: 1, start: 25, end: 50, start_time: 1, end_time: 2 },
        { id: 2, start: 50, end: 75, start_time: 2, end_time: 3 },
      ]);
    },
  );

  it('finds a cut, a dissolve and a fade through black, and no flash', async () => {
    const still = (source: string, name: string) =>
      `${source}:d=2,format=yuv420p,setsar=1,settb=1/25[${name}]`;
    const graph = [
      still('mandelbrot=s=480x270:r=25:end_pts=200,trim=duration=2,null', 'm').replace(':d=2', ''),
      still('testsrc2=s=480x270:r=25', 'a'),
      still('smptehdbars=s=480x270:r=25', 'b'),
      still('rgbtestsrc=s=480x270:r=25', 'c'),
      // one white frame in the middle of the first two seconds
      "[a]geq=lum='if(eq(N,20),235,lum(X,Y))':cb='cb(X,Y)':cr='cr(X,Y)',settb=1/25[f]",
      '[f][m]concat=n=2,settb=1/25[x]',
      '[x][b]xfade=transition=fade:duration=0.8:offset=3[y]',
      '[y][c]xfade=transition=fadeblack:duration=1:offset=4',
    ].join(';');
    const clip = await makeClip('changes.mp4', '-f', 'lavfi', '-i', graph, ...h264(50));
    const [first, cut, dissolve, fade, ...more] = starts(await shotsOf(clip));
    expect([first, cut, more]).toEqual([0, 50, []]);
    expect(dissolve).toBeGreaterThanOrEqual(75);
    expect(dissolve).toBeLessThanOrEqual(96);
    expect(fade).toBeGreaterThanOrEqual(100);
    expect(fade).toBeLessThanOrEqual(126);
  });

  it('--start and --end limit the range; numbers and times stay those of the video', async () => {
    const shots = await shotsOf(await scenesClip(), '--start', '0.8', '--end', '1.6');
    expect(shots).toEqual([
      { id: 0, start: 20, end: 25, start_time: 0.8, end_time: 1 },
      { id: 1, start: 25, end: 40, start_time: 1, end_time: 1.6 },
    ]);
  });

  it('--stream looks at another video stream', async () => {
    const two = await makeClip(
      'two.mkv',
      ...scenesInput('480x270', 25),
      ...['-f', 'lavfi', '-i', 'testsrc2=s=96x64:r=25:d=1', '-map', '0', '-map', '1'],
      ...h264(30),
    );
    expect(starts(await shotsOf(two))).toEqual([0, 25, 50]);
    expect(await shotsOf(two, '--stream', '1')).toEqual([
      { id: 0, start: 0, end: 25, start_time: 0, end_time: 1 },
    ]);
  });

  it('prints a table; --csv is what list-scenes of PySceneDetect writes', async () => {
    const clip = await scenesClip();
    const table = await commandLine('shots', clip);
    expect(table.out[0]).toBe('3 shots');
    expect(table.out.join('\n')).toMatch(/│ +1 │ +25 │ +49 │ +25 │ 0:01.000 │ 0:02.000 │ 0:01.000 │/);
    const { out } = await commandLine('shots', clip, '--csv', '--detector', 'content');
    // PySceneDetect 0.7.2, detect-content -m 15 list-scenes
    expect(out.join('\n')).toBe(
      [
        'Timecode List:,00:00:01.000,00:00:02.000',
        'Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame,End Timecode,End Time (seconds),Length (frames),Length (timecode),Length (seconds)',
        '1,1,00:00:00.000,0.000,25,00:00:01.000,1.000,25,00:00:01.000,1.000',
        '2,26,00:00:01.000,1.000,50,00:00:02.000,2.000,25,00:00:01.000,1.000',
        '3,51,00:00:02.000,2.000,75,00:00:03.000,3.000,25,00:00:01.000,1.000',
      ].join('\n'),
    );
  });

  it('parameters have an effect, or are named when they have none', async () => {
    const clip = await scenesClip();
    expect(starts(await shotsOf(clip, '--min-shot-length', '30'))).toEqual([0, 50]);
    expect(starts(await shotsOf(clip, '--threshold', '255'))).toEqual([0]);
    const { err } = await commandLine('shots', clip, '--bins', '32');
    expect(err).toEqual(['warning: --bins has no effect without --detector histogram']);
  });

  it('the built program ends with the JSON line', async () => {
    const { exitCode, stdout } = await framesift(['shots', await scenesClip(), '--json'], {
      cwd: temporaryFolder(),
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').shots).toHaveLength(3);
  });

  it('refuses what it cannot work on', async () => {
    const folder = temporaryFolder();
    const text = path.join(folder, 'text.mp4');
    await writeFile(text, 'no video');
    const clip = await scenesClip();
    const refused = async (...words: string[]) => {
      const { exitCode, code } = await commandLine('shots', ...words);
      return [exitCode, code];
    };
    expect(await refused(path.join(folder, 'none.mp4'))).toEqual([4, 'input_missing']);
    expect(await refused(text)).toEqual([4, 'input_not_video']);
    expect(await refused(clip, '--start', '9')).toEqual([4, 'range_empty']);
    expect(await refused(clip, '--detector', 'contents')).toEqual([2, 'invalid_option']);
    expect(await refused(clip, '--detector', 'hash', '--threshold', '27')).toEqual([2, 'invalid_option']);
    expect(await refused(clip, '--json', '--csv')).toEqual([2, 'usage']);
  });
});
