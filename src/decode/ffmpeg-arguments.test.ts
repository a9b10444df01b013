import { describe, expect, it } from 'vitest';
import {
  type DecodeCall,
  decodeArguments,
  filterChain,
  filterGraph,
  placeWithin,
} from './ffmpeg-arguments.ts';
import { SAFE_INPUT } from './input-arguments.ts';

const call: DecodeCall = {
  file: '/videos/-a b.mp4',
  streamIndex: 3,
  seek: null,
  keyOnly: false,
  hwaccel: 'none',
  threads: 0,
  endPts: null,
  timeBase: { num: 1, den: 12800 },
  places: 1,
  select: null,
  scene: null,
  limit: null,
  filters: ['scale=320:180', 'format=yuv420p'],
  temporal: false,
  container: 'yuv4mpegpipe',
};

/** Without the long white lists. */
const shortened = (args: readonly string[]) =>
  args.filter((word) => !SAFE_INPUT.some((safe) => safe === word)).join(' ');

describe('arguments of ffmpeg', () => {
  it('a whole decode', () => {
    expect(shortened(decodeArguments(call))).toMatchInlineSnapshot(
      `"-nostdin -hide_banner -nostats -loglevel level+info -copyts -noautorotate -i file:/videos/-a b.mp4 -map 0:3 -an -sn -dn -vf settb=1/12800,showinfo=checksum=0,scale=320:180,format=yuv420p -fps_mode passthrough -strict -1 -f yuv4mpegpipe pipe:1"`,
    );
  });

  it('frames that share a pts: ticks are divided, so that each frame shows its place', () => {
    const shared = {
      ...call,
      places: 3,
      endPts: 512,
      select: 'gte(pts,7)*(isnan(prev_selected_pts)+lt(prev_pts,8))',
    };
    expect(filterChain(shared)).toMatchInlineSnapshot(
      `"settb=1/38400,setpts='st(0,if(eq(PTS,PREV_INPTS),min(ld(0)+1,2),0));PTS+ld(0)',trim=end_pts=1536,select='gte(floor(pts/3),7)*(isnan(prev_selected_pts)+lt(floor(prev_pts/3),8))',showinfo=checksum=0,scale=320:180,format=yuv420p"`,
    );
    expect(filterGraph(shared, { from: 7, filters: ['null'] })).toContain("select='gte(pts,21)'");
    expect(placeWithin(22, shared)).toEqual({ pts: 7, place: 1 });
    expect(placeWithin(-1, shared)).toEqual({ pts: -1, place: 2 });
  });

  it('a stretch behind a seek, with key packets only, a limit and hardware', () => {
    const stretch: DecodeCall = {
      ...call,
      seek: 1.25,
      keyOnly: true,
      hwaccel: 'vaapi',
      threads: 1,
      endPts: 25600,
      select: 'gte(pts,512)',
      limit: 3,
      container: 'rawvideo',
    };
    expect(shortened(decodeArguments(stretch))).toMatchInlineSnapshot(
      `"-nostdin -hide_banner -nostats -loglevel level+info -hwaccel vaapi -threads 1 -skip_frame nokey -copyts -noautorotate -noaccurate_seek -ss 1.250000 -i file:/videos/-a b.mp4 -map 0:3 -an -sn -dn -vf settb=1/12800,metadata=mode=add:key=framesift.first:value=1:enable='eq(n,0)',metadata=mode=print:key=framesift.first:enable='eq(n,0)',trim=end_pts=25600,select='gte(pts,512)',showinfo=checksum=0,scale=320:180,format=yuv420p -fps_mode passthrough -frames:v 3 -avioflags direct -flush_packets 0 -f rawvideo pipe:1"`,
    );
  });

  it('a second row of pictures of every frame, beside those that are picked', () => {
    const scene = { ...call, endPts: 25600, select: 'gte(pts,512)*gt(scene,0.4)' };
    const beside = { from: 512, filters: ['scale=320:144:flags=neighbor'] };
    const args = decodeArguments({ ...scene, beside });
    expect(shortened(args.slice(args.indexOf('-filter_complex')))).toMatchInlineSnapshot(
      `"-filter_complex [0:3]settb=1/12800,split[main][other];[main]trim=end_pts=25600,select='gte(pts,512)*gt(scene,0.4)',showinfo=checksum=0,scale=320:180,format=yuv420p[pictures];[other]trim=end_pts=25600,select='gte(pts,512)',showinfo@beside=checksum=0,scale=320:144:flags=neighbor[beside] -map [pictures] -fps_mode passthrough -strict -1 -f yuv4mpegpipe pipe:1 -map [beside] -fps_mode passthrough -avioflags direct -flush_packets 0 -f rawvideo pipe:3"`,
    );
    expect(args).not.toContain('-vf');
  });

  it('every call is fenced in: local files only, containers only', () => {
    const args = decodeArguments(call);
    const input = args.indexOf('-i');
    for (const name of ['-protocol_whitelist', '-format_whitelist']) {
      expect(args.indexOf(name)).toBeGreaterThan(-1);
      expect(args.indexOf(name)).toBeLessThan(input);
    }
    const formats = (args[args.indexOf('-format_whitelist') + 1] ?? '').split(',');
    expect(args[args.indexOf('-protocol_whitelist') + 1]).toBe('file,pipe,fd');
    for (const dangerous of ['hls', 'concat', 'dash', 'sdp', 'rtsp', 'lavfi', 'image2', 'applehttp', 'imf']) {
      expect(formats).not.toContain(dangerous);
    }
  });

  it('behind a deinterlacer frames are picked after it; scenes by the score taken before it', () => {
    const temporal = { ...call, temporal: true, filters: ['bwdif', 'format=yuv420p'], select: 'gte(pts,0)' };
    expect(filterChain(temporal)).toBe(
      "settb=1/12800,bwdif,settb=1/12800,select='gte(pts,0)',showinfo=checksum=0,format=yuv420p",
    );
    const scene = filterChain({ ...temporal, scene: { threshold: 0.4, firstPts: 512 } });
    expect(scene.indexOf("select='gte(scene,0)'")).toBeLessThan(scene.indexOf('bwdif'));
    expect(scene.indexOf('function=greater:value=0.4')).toBeGreaterThan(scene.indexOf('bwdif'));
    expect(scene).toContain("enable='between(t,0.0399609375,0.0400390625)'");
  });
});
