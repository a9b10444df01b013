import { expect, it } from 'vitest';
import { parsePackets } from './packets.ts';

it('packets are read from the lines of ffprobe, whatever it leaves out', () => {
  const csv = [
    '-512,-1024,512,3021,K_',
    '0,0,512,88,__',
    'N/A,512,N/A,90,_D',
    '',
    '1024,1024,512,91,KD,side',
  ];
  expect(parsePackets(csv.join('\n'))).toEqual([
    { pts: -512, dts: -1024, duration: 512, size: 3021, key: true, discarded: false },
    { pts: 0, dts: 0, duration: 512, size: 88, key: false, discarded: false },
    { pts: null, dts: 512, duration: 0, size: 90, key: false, discarded: true },
    { pts: 1024, dts: 1024, duration: 512, size: 91, key: true, discarded: true },
  ]);
  expect(parsePackets('')).toEqual([]);
});
