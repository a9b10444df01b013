/** Three scenes of 16 frames: cuts make encoders insert I-frames. For ffmpeg's lavfi input. */
export const SCENES =
  'testsrc2=s=128x96:r=25:d=0.64[a];mandelbrot=s=128x96:r=25,trim=duration=0.64[b];' +
  'smptebars=s=128x96:r=25:d=0.64,hue=H=2*PI*t[c];[a][b][c]concat=n=3,format=yuv420p';

/** One stream to encode and what its packets must prove. */
export interface Clip {
  readonly name: string;
  /** ffmpeg's encoder and its options, separated by spaces. */
  readonly encode: string;
  /** At least so many packets must be clean random access points. */
  readonly clean: number;
  /** The packets settle that -skip_frame nokey gives exactly the I-frames. */
  readonly proven: boolean;
  /** The container can be made to start at an exact packet. */
  readonly seekable: boolean;
}

const X264 = 'libx264 -preset ultrafast -x264-params';
const X265 = 'libx265 -preset ultrafast -x265-params log-level=0';

function clip(name: string, clean: number, proof: 'proven' | 'open', encode: string): Clip {
  // Others than these seek to the packet before, or have too many points to try.
  const seekable = /\.(mp4|webm)$/.test(name) || /^(ffv1|svt|aom)/.test(name);
  return { name, encode, clean, proven: proof === 'proven', seekable };
}

/** Streams with B-frames, hidden frames, several slices, open groups, and I-frames that are not key frames. */
export const CLIPS: readonly Clip[] = [
  clip('closed.mp4', 4, 'proven', `${X264} keyint=12:scenecut=0:bframes=2`),
  clip('i-not-idr.mp4', 2, 'open', 'libx264 -preset veryfast -x264-params keyint=40:min-keyint=20'),
  clip('open-gop.mp4', 1, 'open', `${X264} open-gop=1:keyint=12:scenecut=0:bframes=3:b-adapt=0`),
  clip('intra-refresh.mp4', 1, 'open', `${X264} intra-refresh=1:keyint=12:scenecut=0:bframes=0`),
  clip('slices.ts', 4, 'proven', `${X264} slices=4:keyint=12:scenecut=0:bframes=2`),
  clip('raw.h264', 4, 'proven', `${X264} keyint=12:scenecut=0:bframes=0`),
  clip('mbaff.mp4', 4, 'proven', `${X264} tff=1:keyint=12:scenecut=0:bframes=2`),
  clip('all-intra.mkv', 48, 'proven', `${X264} keyint=1`),
  clip('h264-444.mp4', 4, 'proven', `${X264} keyint=12:scenecut=0 -pix_fmt yuv444p`),
  clip('hevc-open.mp4', 4, 'proven', `${X265}:open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=3`),
  clip('hevc-slices.mp4', 4, 'proven', `${X265}:slices=2:wpp=1:ctu=16:open-gop=0:keyint=12:scenecut=0`),
  clip('hevc-i-not-idr.ts', 2, 'open', `${X265}:keyint=40:min-keyint=20:scenecut=40:rc-lookahead=20`),
  clip('mpeg2.mp4', 4, 'proven', 'mpeg2video -g 12 -bf 2'),
  clip('mpeg2-interlaced.ts', 4, 'proven', 'mpeg2video -g 12 -bf 2 -flags +ildct+ilme'),
  clip('mpeg1.mkv', 4, 'proven', 'mpeg1video -g 12 -bf 2'),
  clip('mpeg4.mp4', 4, 'proven', 'mpeg4 -g 12 -bf 2'),
  clip('xvid.mp4', 4, 'proven', 'libxvid -g 12'),
  clip('alt-ref-vp8.webm', 2, 'proven', 'libvpx -b:v 100k -auto-alt-ref 1 -lag-in-frames 16 -g 24'),
  clip(
    'alt-ref-vp9.webm',
    2,
    'open',
    'libvpx-vp9 -b:v 100k -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 16 -g 24',
  ),
  clip('aom.mkv', 2, 'open', 'libaom-av1 -cpu-used 8 -usage realtime -lag-in-frames 0 -b:v 100k -g 24'),
  clip('svt.mp4', 2, 'open', 'libsvtav1 -preset 12 -g 16'),
  clip('mjpeg.mp4', 48, 'proven', 'mjpeg -pix_fmt yuvj420p'),
  clip('prores.mov', 48, 'proven', 'prores_ks'),
  clip('ffv1.mkv', 4, 'proven', 'ffv1 -g 12'),
  clip('ffv1-v3.mkv', 4, 'proven', 'ffv1 -level 3 -context 1 -coder 1 -g 12'),
  clip('raw.mov', 48, 'proven', 'rawvideo -pix_fmt uyvy422'),
  clip('v210.mov', 48, 'proven', 'v210'),
  clip('png.mov', 48, 'proven', 'png'),
  clip('utvideo.mkv', 48, 'proven', 'utvideo'),
  clip('magicyuv.mkv', 48, 'proven', 'magicyuv'),
  clip('jpeg2000.mov', 48, 'proven', 'jpeg2000'),
];
