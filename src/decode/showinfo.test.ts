import { describe, expect, it } from 'vitest';
import { parseLogLine, toStreamPts } from './showinfo.ts';

describe('lines of ffmpeg', () => {
  it('a frame, with its pts and picture type', () => {
    const line =
      '[Parsed_showinfo_2 @ 0x55d0c0] [info] n:   7 pts:  -3584 pts_time:-0.28    duration:    512 duration_time:0.04 fmt:yuv420p cl:left sar:1/1 s:320x180 i:P iskey:0 type:B ';
    expect(parseLogLine(line)).toEqual({ kind: 'frame', pts: -3584, pictureType: 'B' });
  });

  it('the same as FFmpeg 5.1 and 8 print it', () => {
    const old =
      '[Parsed_showinfo_1 @ 0x5] [info] n:   0 pts:      0 pts_time:0       pos:      48 fmt:yuv420p sar:1/1 s:320x180 i:P iskey:1 type:I ';
    const recent = old.replace('pos:      48 ', 'duration:512 duration_time:0.04 ');
    for (const line of [old, recent]) {
      expect(parseLogLine(line)).toEqual({ kind: 'frame', pts: 0, pictureType: 'I' });
    }
  });

  it('a frame of the second row of pictures', () => {
    const line =
      '[showinfo@beside @ 0x55d0c0] [info] n:   7 pts:  -3584 pts_time:-0.28    duration:    512 duration_time:0.04 fmt:yuv420p cl:left sar:1/1 s:320x144 i:P iskey:0 type:B ';
    expect(parseLogLine(line)).toEqual({ kind: 'beside', pts: -3584, pictureType: 'B' });
  });

  it('a frame without a time stamp', () => {
    const line =
      '[Parsed_showinfo_2 @ 0x5] [info] n:   0 pts: NOPTS pts_time:NOPTS   fmt:yuv420p iskey:1 type:? ';
    expect(parseLogLine(line)).toEqual({ kind: 'frame', pts: null, pictureType: '?' });
  });

  it('time base, landing point, messages, and everything else', () => {
    expect(
      parseLogLine('[Parsed_showinfo_3 @ 0x5] [info] config in time_base: 1/25600, frame_rate: 25/1'),
    ).toEqual({ kind: 'time-base', timeBase: { num: 1, den: 25600 } });
    expect(parseLogLine('[Parsed_metadata_2 @ 0x5] [info] frame:0    pts:12800   pts_time:1')).toEqual({
      kind: 'landing',
      pts: 12800,
    });
    expect(parseLogLine('[h264 @ 0x5] [error] error while decoding MB 3 4')).toEqual({
      kind: 'message',
      level: 'error',
      text: 'error while decoding MB 3 4',
      damage: true,
    });
    expect(parseLogLine('[warning] /clip.mp4: corrupt decoded frame in stream 0')).toMatchObject({
      damage: true,
    });
    expect(parseLogLine('[warning] No accelerated colorspace conversion')).toMatchObject({
      level: 'warning',
      damage: false,
    });
    const equalTimes =
      'Application provided invalid, non monotonically increasing dts to muxer in stream 0: 2 >= 2';
    expect(parseLogLine(`[rawvideo @ 0x56] [error] ${equalTimes}`)).toMatchObject({
      level: 'error',
      damage: false,
    });
    expect(parseLogLine('[info]   Stream #0:0: Video: h264')).toEqual({ kind: 'other' });
    expect(parseLogLine('')).toEqual({ kind: 'other' });
  });

  it('a deinterlacer halves the unit of time; pts are turned back', () => {
    const base = { num: 1, den: 25 };
    expect(toStreamPts(7, base, base)).toBe(7);
    expect(toStreamPts(14, { num: 1, den: 50 }, base)).toBe(7);
  });
});
