import { describe, expect, it } from 'vitest';
import type { PictureInfo } from './bitstream/picture-info.ts';
import { type Packet, PacketList } from './packets.ts';
import { PictureList } from './picture-list.ts';
import { mapPackets } from './stream-map.ts';
import { probedVideo } from './video.fixture.ts';

const packet = (pts: number | null, more: Partial<Packet> = {}): Packet => ({
  ...{ pts, duration: 512, size: 10, discarded: false },
  ...more,
});
const picture = (type: PictureInfo['type'], more: Partial<PictureInfo> = {}): PictureInfo => ({
  ...{ type, shown: true, randomAccess: type === 'I', keptByNokey: type === 'I' },
  ...more,
});
const video = probedVideo();

const mapOf = (packets: readonly Packet[], infos: readonly PictureInfo[] | null) =>
  mapPackets(PacketList.from(packets), infos && PictureList.from(infos), video);

describe('the map of a stream', () => {
  it('numbers what is shown: neither hidden by the container nor by the codec', () => {
    const packets = [packet(-512, { discarded: true }), packet(0), packet(1024), packet(512), packet(700)];
    const infos = [picture('I'), picture('P'), picture('I'), picture('B'), picture('P', { shown: false })];
    const map = mapOf(packets, infos);
    expect([...(map?.index.pts ?? [])]).toEqual([0, 512, 1024]);
    expect([...(map?.pictures?.intra ?? [])]).toEqual([0, 0, 1]);
    expect(map?.pictures?.nokeyIsIntra).toBe(true);
  });

  it('an I-frame that is not kept by key-only decoding forbids that', () => {
    const map = mapOf([packet(0), packet(512)], [picture('I'), picture('I', { keptByNokey: false })]);
    expect(map?.pictures?.nokeyIsIntra).toBe(false);
  });

  it('types that are doubtful, or shared times, leave the types to the decoder', () => {
    expect(mapOf([packet(0)], [picture('unknown')])?.pictures).toBeNull();
    expect(mapOf([packet(0), packet(0)], [picture('I'), picture('P')])?.pictures).toBeNull();
    expect(mapOf([packet(0)], null)?.pictures).toBeNull();
  });

  it('missing times, or decoding times in place of them, leave the numbers to the decoder', () => {
    expect(mapOf([packet(0), packet(null)], null)).toBeNull();
    const infos = [picture('I'), picture('P'), picture('B')];
    expect(mapOf([packet(0), packet(512), packet(1024)], infos)).toBeNull();
    expect(mapOf([packet(0), packet(1024), packet(512)], infos)).not.toBeNull();
  });
});
