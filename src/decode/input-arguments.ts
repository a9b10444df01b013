import path from 'node:path';

/**
 * Container formats that hold a video of their own. Playlists and scripts (hls, dash, concat, sdp ...) are
 * missing on purpose: FFmpeg would open other files or addresses for them, under whatever name they come.
 */
const CONTAINERS = [
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,nut,ivf,mxf,gxf,dv,rm,swf',
  'gif,apng,webp_pipe,png_pipe,jpeg_pipe,bmp_pipe,tiff_pipe,h264,hevc,vvc,obu,av1,m4v,mjpeg,mjpeg_2000',
  'mpjpeg,yuv4mpegpipe,wtv,roq,vc1,vc1test,h263,h261,cavsvideo,dirac,dnxhd,bink,smk,flic,avs2,avs3,viv,nsv',
  'mp3,wav,flac,aac,ac3,aiff,w64,caf,amr,tta,ape,mpc,dts,eac3,opus',
].join(',');

/**
 * Arguments that stand before `-i` in every call of ffmpeg and ffprobe: only local files, only containers.
 * See design "Safety"; the lists are FFmpeg's own safeguards, applied by name of protocol and demuxer.
 */
export const SAFE_INPUT = ['-protocol_whitelist', 'file,pipe,fd', '-format_whitelist', CONTAINERS] as const;

/**
 * The input arguments for one still picture of a known format. The demuxers named `_pipe` take a name as it is, while
 * `image2` would take `%03d` for a pattern.
 */
export function stillInput(file: string, demuxer: 'bmp_pipe' | 'j2k_pipe' | 'jpegxl_pipe'): string[] {
  return ['-nostdin', '-protocol_whitelist', 'file', '-f', demuxer, '-i', inputName(file)];
}

/**
 * The name of a file as an FFmpeg argument: absolute and with its protocol, so that no part of the name is taken
 * for an option, a protocol or a pattern.
 */
export function inputName(file: string): string {
  return `file:${path.resolve(file)}`;
}
