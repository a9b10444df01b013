import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { framesift } from '../support/cli.ts';
import { h264, makeClip, scenesInput } from '../support/clips.ts';
import { sharedClip } from '../support/frame-reference.ts';
import { commandLine } from '../support/in-process.ts';
import { inPairs } from '../support/pairs.ts';
import { hasShared, temporaryFolder } from '../support/project.ts';

const small = () => makeClip('small.mp4', ...scenesInput('96x64', 10), ...h264(10));

/** Analyses one input in this process, without leaving a log behind. */
async function analyzed(input: string, folder: string) {
  const { exitCode, code, err } = await commandLine(
    'analyze',
    '--out',
    folder,
    '--log-dir',
    folder,
    '--',
    input,
  );
  return { exitCode, code, message: err.join('\n') };
}

describe('inputs that are refused with exit 4', () => {
  it('a file that is not there, an empty one, a folder without videos, an address', async () => {
    const folder = temporaryFolder();
    await writeFile(path.join(folder, 'empty.mp4'), '');
    await mkdir(path.join(folder, 'nothing'));
    await writeFile(path.join(folder, 'nothing/notes.txt'), 'no video');
    const refused = {
      'missing.mp4': 'No such file',
      'empty.mp4': 'The file is empty',
      nothing: 'No videos or pictures in',
    };
    for (const [name, message] of Object.entries(refused)) {
      const result = await analyzed(path.join(folder, name), folder);
      expect(result.exitCode, name).toBe(4);
      expect(result.message).toContain(`${message}: ${path.join(folder, name)}`.replace('in:', 'in'));
    }
    for (const address of ['rtsp://example.org/a', 'file:///etc/hosts', 'ftp://example.org/a.mp4']) {
      expect((await analyzed(address, folder)).code, address).toBe('url_refused');
    }
  });

  it('text and noise under the name of a video, sound, a cover picture', async () => {
    const folder = temporaryFolder();
    const at = (name: string) => path.join(folder, name);
    await writeFile(at('text.mp4'), 'This is a text file, not a video.\n');
    await writeFile(at('noise.mp4'), Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31) % 251)));
    const sound = await makeClip('sound.mp4', '-f', 'lavfi', '-i', 'sine=d=1', '-c:a', 'aac');
    const cover = await makeClip(
      'cover.m4a',
      ...[
        '-f',
        'lavfi',
        '-i',
        'sine=d=1',
        '-f',
        'lavfi',
        '-i',
        'testsrc2=s=64x64:d=0.04',
        '-map',
        '0',
        '-map',
        '1',
      ],
      ...['-c:a', 'aac', '-c:v', 'mjpeg', '-frames:v', '1', '-disposition:v:0', 'attached_pic'],
    );
    const codes = await inPairs([at('text.mp4'), at('noise.mp4'), sound, cover], (file) =>
      analyzed(file, folder),
    );
    expect(codes.map(({ exitCode, code }) => [exitCode, code])).toEqual([
      [4, 'input_not_video'],
      [4, 'input_not_video'],
      [4, 'input_no_video'],
      [4, 'input_no_video'],
    ]);
    expect(codes[3]?.message).toContain('cover picture');
  });

  it('playlists and scripts under any name, whatever they point to', async () => {
    const folder = temporaryFolder();
    const target = path.join(folder, 'target.mp4');
    await copyFile(await small(), target);
    const hls = (uri: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${uri}\n#EXT-X-ENDLIST\n`;
    const hostile = {
      'local.mp4': hls('target.mp4'),
      'absolute.mkv': hls(`file://${target}`),
      'remote.jpg': hls('http://127.0.0.1:9/a.ts'),
      'list.m3u8': hls('target.mp4'),
      noending: hls('target.mp4'),
      'script.mp4': 'ffconcat version 1.0\nfile target.mp4\n',
      'script.txt': 'file target.mp4\n',
      'dash.mp4': '<?xml version="1.0"?>\n<MPD type="static"><Period/></MPD>\n',
      'session.mp4': 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 9 RTP/AVP 96\n',
    };
    await inPairs(Object.entries(hostile), async ([name, text]) => {
      await writeFile(path.join(folder, name), text);
      const { exitCode, code, message } = await analyzed(path.join(folder, name), folder);
      expect([exitCode, code], name).toEqual([4, 'input_playlist']);
      expect(message, name).toContain(`Refused: ${path.join(folder, name)} is a playlist or script`);
    });
    expect((await readdir(folder)).filter((name) => name === 'target')).toEqual([]);
  });

  it.runIf(hasShared)('every broken file of the shared media', async () => {
    const codes = {
      'concat-local.mp4': 'input_playlist',
      'concat-named.mp4': 'input_playlist',
      'dash-named.mp4': 'input_playlist',
      'empty.mp4': 'input_empty',
      'garbage.mp4': 'input_not_video',
      'no-moov.mp4': 'input_not_video',
      'playlist-local.mp4': 'input_playlist',
      'playlist-named.mp4': 'input_playlist',
      'playlist.m3u8': 'input_playlist',
      'session.sdp': 'input_playlist',
      'text.mp4': 'input_not_video',
      'audio-only.mp4': 'input_no_video',
      'audio-cover.m4a': 'input_no_video',
    };
    const folder = temporaryFolder();
    const found = await inPairs(Object.keys(codes), async (name) => {
      const { exitCode, code } = await analyzed(sharedClip(name), folder);
      return [name, exitCode, code];
    });
    expect(found).toEqual(Object.entries(codes).map(([name, code]) => [name, 4, code]));
  });
});

describe('several inputs', () => {
  it('one that fails does not stop the others: exit 1 and a summary', async () => {
    const folder = temporaryFolder();
    await copyFile(await small(), path.join(folder, 'good.mp4'));
    await copyFile(await small(), path.join(folder, 'last.mp4'));
    const inputs = ['good.mp4', 'missing.mp4', 'last.mp4'];
    const { exitCode, stdout, stderr } = await framesift(['analyze', ...inputs], { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stdout.match(/^3 frames: 3 kept/gm)).toHaveLength(2);
    expect(stderr).toContain('error input_missing: No such file');
    expect(stderr).toContain(
      'good.mp4: 3 kept of 3\nmissing.mp4: failed: input_missing\nlast.mp4: 3 kept of 3',
    );
    expect(stderr).toContain('error several_failed: 1 of 3 inputs failed');
    expect((await readdir(path.join(folder, 'downloads'))).sort()).toEqual(['good', 'last']);
    expect(await readdir(path.join(folder, 'logs'))).toContain('frame_extractor.log');
  });

  it('a folder stands for the videos in it, by name; other files and folders are left alone', async () => {
    const folder = temporaryFolder();
    const videos = path.join(folder, 'videos');
    await mkdir(path.join(videos, 'deeper'), { recursive: true });
    for (const name of ['b.mp4', 'A.MP4', 'deeper/c.mp4', 'no-ending']) {
      await copyFile(await small(), path.join(videos, name));
    }
    await writeFile(path.join(videos, 'notes.txt'), 'no video');
    expect((await analyzed(videos, path.join(folder, 'runs'))).exitCode).toBe(0);
    const runs = await readdir(path.join(folder, 'runs'), { withFileTypes: true });
    expect(runs.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()).toEqual(['A', 'b']);
  });
});
