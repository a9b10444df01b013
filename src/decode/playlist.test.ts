import { expect, it } from 'vitest';
import { playlistKindOf } from './playlist.ts';

it.each([
  ['#EXTM3U\n#EXT-X-VERSION:3\n', 'HLS playlist'],
  ['\n  #EXTM3U', 'HLS playlist'],
  ['ffconcat version 1.0\nfile a', 'concat script'],
  ["file 'a.mp4'\n", 'concat script'],
  ['<?xml version="1.0"?>\n<MPD xmlns="x">', 'DASH manifest'],
  ['<?xml?><dash:MPD >', 'DASH manifest'],
  ['v=0\r\no=- 0 0 IN IP4 1.2.3.4', 'SDP session'],
  ['[playlist]\nFile1=http://a', 'playlist'],
  ['<smil ><body/></smil>', 'SMIL playlist'],
  ['<ASX version="3.0">', 'ASX playlist'],
  ['This is a text file, not a video.', null],
  ['files are here', null],
  ['\u0000\u0000\u0000\u0020ftypisom', null],
  ['', null],
])('%j is %s', (head, kind) => {
  expect(playlistKindOf(head)).toBe(kind);
});
