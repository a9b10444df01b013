import { describe, expect, it } from 'vitest';
import { type FfprobeOutput, type FfprobeStream, ffprobeOutput } from './ffprobe-output.ts';
import { parseHexDump, readProbe } from './probe.ts';
import { pixelFormatFacts } from './video.fixture.ts';

const stream: FfprobeStream = {
  index: 0,
  codec_type: 'video',
  codec_name: 'h264',
  width: 320,
  height: 180,
  pix_fmt: 'yuv420p',
  sample_aspect_ratio: '1:1',
  r_frame_rate: '25/1',
  avg_frame_rate: '25/1',
  time_base: '1/12800',
  duration: '4.000000',
};

function output(...streams: Partial<FfprobeStream>[]): FfprobeOutput {
  return ffprobeOutput.parse({
    pixel_formats: [pixelFormatFacts('yuv420p', 8, {}), pixelFormatFacts('yuvj420p', 8, {})],
    streams: streams.map((given, index) => ({ ...stream, index, ...given })),
    format: { format_name: 'mov,mp4', start_time: '0.500000', duration: '5.0' },
  });
}
const probe = (...streams: Partial<FfprobeStream>[]) => readProbe('/v.mp4', output(...streams), null);

describe('facts from ffprobe', () => {
  it('the stream that ffmpeg picks: most pixels, a default one first, never a cover picture', () => {
    const big = { width: 1920, height: 1080 };
    expect(probe({}, big).probe.stream_index).toBe(1);
    expect(probe({ disposition: { default: 1 } }, big).probe.stream_index).toBe(0);
    expect(probe({}, { ...big, disposition: { attached_pic: 1 } }).probe.stream_index).toBe(0);
    expect(() => probe({ codec_type: 'audio' })).toThrow('No video stream in /v.mp4 (audio)');
    expect(() => probe({ disposition: { attached_pic: 1 } })).toThrow('cover picture');
    expect(() => readProbe('/v.mp4', output({}), 7)).toThrow('/v.mp4 has no video stream 7');
  });

  it('range: full when tagged or a yuvj format, else limited', () => {
    expect(probe({}).probe.color_range).toBe('limited');
    expect(probe({ color_range: 'pc' }).probe.color_range).toBe('full');
    expect(probe({ pix_fmt: 'yuvj420p' }).probe.color_range).toBe('full');
  });

  it('HDR, interlace, untagged colours, variable rates, pixel aspect', () => {
    expect(probe({ color_transfer: 'smpte2084' }).probe.hdr).toBe('pq');
    expect(probe({ color_transfer: 'arib-std-b67' }).probe.hdr).toBe('hlg');
    expect(probe({ color_space: 'unknown' }).probe).toMatchObject({ hdr: null, color_space: null });
    expect(probe({ field_order: 'tt' }).probe.interlaced).toBe(true);
    expect(probe({ field_order: 'progressive' }).probe.interlaced).toBe(false);
    expect(probe({ avg_frame_rate: '24000/1001', r_frame_rate: '24/1' }).probe.variable_frame_rate).toBe(
      false,
    );
    expect(probe({ avg_frame_rate: '20/1' }).probe.variable_frame_rate).toBe(true);
    expect(probe({ sample_aspect_ratio: '4:3' }).probe).toMatchObject({ width: 427, height: 180 });
    expect(probe({ sample_aspect_ratio: '0:1' }).probe.pixel_aspect).toEqual({ num: 1, den: 1 });
  });

  it('what the container promises: a Matroska tag, the own duration, or that of the only stream', () => {
    expect(probe({ tags: { DURATION: '00:01:02.500000000' } }).promised).toBe(62.5);
    expect(probe({}).promised).toBe(4);
    expect(probe({ duration: undefined }).promised).toBe(5);
    expect(probe({ duration: undefined }, { codec_type: 'audio' }).promised).toBeNull();
  });

  it('set-up data is read from the hex dump', () => {
    const dump =
      '\n00000000: 0164 001f ffe1 001a 6764 001f acd9 4050  .d......gd....@P\n00000010: 05ba 10                                 ...\n';
    expect(Buffer.from(parseHexDump(dump) ?? []).toString('hex')).toBe(
      '0164001fffe1001a6764001facd9405005ba10',
    );
    expect(parseHexDump(undefined)).toBeNull();
  });
});
