import { badInput, type ErrorEntry, failure, requirement } from './error-entry.ts';

/** What can go wrong with an address and with yt-dlp, by code. */
export const ADDRESS_ERRORS = {
  url_refused: {
    ...badInput,
    message: 'Refused: {url} ({reason})',
    hint: 'Give the address of a page or file that begins with https:// or http://.',
    why: 'Only http and https addresses are read.',
  },
  url_private: {
    ...badInput,
    message: 'Refused: {host} lies in a private network ({address})',
    hint: 'If you trust this address, add --allow-private-urls.',
    why: 'The address, or one that it leads to, belongs to this machine or to a private network. A page of the internet could otherwise make Framesift read what only your network can see.',
  },
  url_network: {
    ...failure,
    message: 'The network failed for {url}: {reason}',
    hint: 'Check the connection and start the run again: what is downloaded already is kept.',
    why: 'A name could not be resolved, or the connection failed or broke off too often.',
  },
  url_gone: {
    ...badInput,
    message: 'There is nothing at {url}: {reason}',
    hint: 'Open the address in a browser to see whether it still exists.',
    why: 'The site says that the page or the video does not exist (any more).',
  },
  url_forbidden: {
    ...badInput,
    message: 'The site refuses {url}: {reason}',
    hint: 'If a browser shows it, give its cookies: --cookies-from-browser NAME, or --cookies FILE.',
    why: 'The site answered that access is forbidden.',
  },
  url_login: {
    ...badInput,
    message: 'Only for some people: {url}: {reason}',
    hint: 'If your account may see it, give its cookies: --cookies-from-browser NAME, or --cookies FILE.',
    why: 'The video is private, for members, or needs a login.',
  },
  url_age: {
    ...badInput,
    message: 'The site asks for your age: {url}: {reason}',
    hint: 'Give the cookies of an account that may see it: --cookies-from-browser NAME, or --cookies FILE.',
    why: 'The video is restricted by age.',
  },
  url_region: {
    ...badInput,
    message: 'Not available where you are: {url}: {reason}',
    hint: 'Download it where it is available and give the file.',
    why: 'The site shows the video in some countries only.',
  },
  url_bot_check: {
    ...failure,
    message: 'The site takes this for a robot: {url}: {reason}',
    hint: 'Wait a while, or give the cookies of your browser: --cookies-from-browser NAME, or --cookies FILE.',
    why: 'Sites ask for a proof when many requests come from one address.',
  },
  url_format: {
    ...badInput,
    message: 'The site has no such format for {url}: {reason}',
    hint: 'Raise or leave out --max-height, or leave out --download-format.',
    why: 'No format of the video fits what was asked for.',
  },
  url_drm: {
    ...badInput,
    message: 'Encrypted by the site: {url}: {reason}',
    hint: 'Framesift does not get round copy protection.',
    why: 'The video is protected by DRM.',
  },
  url_no_video: {
    ...badInput,
    message: 'No video found at {url}: {reason}',
    hint: 'Give the address of the page that shows the video, or of the video file.',
    why: 'The page holds no video that yt-dlp can find.',
  },
  url_live: {
    ...badInput,
    message: 'A live stream has no end: {url}',
    hint: '{suggestion}',
    why: 'The stream is going on right now, or has not begun.',
    remedy: 'Give --end to record that much of a stream that is going on, or wait until it is over.',
  },
  url_playlist: {
    ...badInput,
    message: 'A list of videos, not one: {url}',
    hint: 'Add --playlist to take its first {limit} videos (--playlist-limit), or give the address of one video.',
    why: 'The address is that of a playlist or channel.',
  },
  url_too_large: {
    ...badInput,
    message: 'Too large: {url} ({reason})',
    hint: 'Raise the limit with --max-download-size, or take a smaller picture with --max-height.',
    why: 'The file is larger than the limit for downloads.',
  },
  url_too_long: {
    ...badInput,
    message: 'Too long: {url} takes {seconds} s, the limit is {limit} s',
    hint: 'Raise the limit with --max-download-duration.',
    why: 'The video is longer than the limit for downloads.',
  },
  url_failed: {
    ...failure,
    message: 'Could not get {url}: {reason}',
    hint: 'Try `yt-dlp` with this address; if that fails too, a newer yt-dlp may help.',
    why: 'yt-dlp stopped with an error that is none of the known ones.',
  },
  ytdlp_missing: {
    ...requirement,
    message: 'yt-dlp not found ({program}): addresses cannot be read',
    hint: '{install}',
    why: 'Videos are fetched from addresses by the yt-dlp program. YTDLP_PATH names it when it is not on PATH. Local files work without it.',
    remedy:
      'Install it: `pipx install yt-dlp` or `sudo apt-get install -y yt-dlp` on Debian and Ubuntu, `brew install yt-dlp` on macOS, `winget install yt-dlp.yt-dlp` on Windows. Or set YTDLP_PATH.',
  },
  ytdlp_too_old: {
    ...requirement,
    message: 'yt-dlp {found} is too old: version {minimum} or newer is needed',
    hint: '{install}',
    why: 'Older versions lack what is needed to follow a download.',
    remedy: 'Install a newer one, for example with `pipx install yt-dlp`, or set YTDLP_PATH to one.',
  },
  ytdlp_outdated: {
    ...requirement,
    message: 'yt-dlp no longer understands the site of {url}: {reason}',
    hint: 'Upgrade it: `pipx upgrade yt-dlp` or `yt-dlp -U`; packages of a distribution are often months behind.',
    why: 'Sites change all the time, and yt-dlp follows; an old one fails.',
  },
} as const satisfies Record<string, ErrorEntry>;
