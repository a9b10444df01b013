import { heightOf, type VideoInfo } from './yt-dlp-info.ts';

/** Characters of the title in the name of a file. */
const TITLE_LENGTH = 40;

/** Characters that some file system refuses, that a shell or FFmpeg reads its own way, or that cannot be seen. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>:"/\\|?*%'`$&;!#^{}[\]~]+/gu;

/** A part of a file name without anything that file systems or people stumble over. */
function safePart(text: string, length: number): string {
  const cleaned = text.normalize('NFC').replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim();
  return [...cleaned]
    .slice(0, length)
    .join('')
    .replace(/^[.\- ]+|[. ]+$/g, '');
}

/**
 * Name of a downloaded file without its ending: `<id>_<title, 40 characters>_<height>p`; what the site does not tell is
 * left out, and so is a title that only repeats the id.
 */
export function downloadName(info: VideoInfo): string {
  const id = safePart(info.id, 60);
  const title = safePart(info.title ?? '', TITLE_LENGTH);
  const height = heightOf(info);
  const parts = [id, title === id ? '' : title, height === null ? '' : `${height}p`];
  return parts.filter((part) => part !== '').join('_') || 'video';
}
