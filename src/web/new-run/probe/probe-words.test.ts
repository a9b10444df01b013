import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../contract/probe.ts';
import { probeBadges, probeFacts } from './probe-words.ts';

const PLAIN: Probe = {
  container: 'mov,mp4,m4a',
  duration: 724.2,
  start_time: 0,
  stream_index: 0,
  codec: 'hevc',
  profile: 'Main 10',
  coded_width: 1920,
  coded_height: 1080,
  width: 1920,
  height: 1080,
  pixel_aspect: { num: 1, den: 1 },
  rotation: 0,
  flipped: false,
  pixel_format: 'yuv420p',
  bit_depth: 8,
  color_range: 'limited',
  color_space: null,
  color_transfer: null,
  color_primaries: null,
  hdr: null,
  interlaced: false,
  frame_rate: { num: 30_000, den: 1001 },
  nominal_frame_rate: { num: 30_000, den: 1001 },
  variable_frame_rate: false,
  time_base: { num: 1, den: 90_000 },
  frame_count: null,
};

describe('probeBadges', () => {
  it('are none for an ordinary video', () => expect(probeBadges(PLAIN)).toEqual([]));

  it('name everything out of the ordinary', () => {
    const odd: Probe = {
      ...PLAIN,
      hdr: 'pq',
      bit_depth: 10,
      variable_frame_rate: true,
      interlaced: true,
      rotation: 90,
      flipped: true,
      pixel_aspect: { num: 4, den: 3 },
    };
    expect(probeBadges(odd).map(({ label }) => label)).toEqual([
      'HDR PQ',
      '10 bit',
      'VFR',
      'Interlaced',
      'Rotated 90°',
      'Mirrored',
      expect.stringMatching(/^Pixels 1[.,]333:1$/),
    ]);
  });
});

describe('probeFacts', () => {
  it('leave out what is not known', () => {
    const labels = (probe: Probe) => probeFacts(probe, 1000, 'a.mp4').map(({ label }) => label);
    expect(labels(PLAIN)).toEqual(['Length', 'Picture', 'Rate', 'Codec', 'Pixels', 'File']);
    expect(labels({ ...PLAIN, duration: null, frame_rate: null })).toEqual([
      'Picture',
      'Codec',
      'Pixels',
      'File',
    ]);
  });

  it('tell 29.97 from 30 frames a second', () => {
    expect(probeFacts(PLAIN, 1000, 'a.mp4')[2]?.value).toMatch(/^29[.,]97/);
  });

  it('name the container as the file does, where it can be that', () => {
    const file = (name: string, container = PLAIN.container) =>
      probeFacts({ ...PLAIN, container }, 1000, name).at(-1)?.value;
    expect(file('a.mp4')).toMatch(/MP4$/);
    expect(file('clip.MOV')).toMatch(/MOV$/);
    expect(file('a.txt')).toMatch(/MOV$/);
    expect(file('noending', 'mpegts')).toMatch(/MPEGTS$/);
  });
});
