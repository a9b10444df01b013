/**
 * Every error a person can meet: what the program says, why it happens and what to do.
 * `docs/troubleshooting.md` is generated from this table; the exit code and HTTP status are relied on from outside.
 *
 * `message` may hold `{name}` places, filled from the error's details.
 */
export interface ErrorEntry {
  /** What the program prints after `error CODE: `. */
  readonly message: string;
  /** The line printed after `hint: `. */
  readonly hint: string;
  /** Why it happens, for the troubleshooting page. */
  readonly why: string;
  /** What to do, for that page, where the hint depends on the occurrence. */
  readonly remedy?: string;
  /** Process exit code: 1 failed, 2 usage, 3 requirement missing, 4 bad input, 130 cancelled. */
  readonly exitCode: 1 | 2 | 3 | 4 | 130;
  /** HTTP status of the local server's answer. */
  readonly httpStatus: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 499 | 500 | 503 | 507;
}

const usage = { exitCode: 2, httpStatus: 400 } as const;
const requirement = { exitCode: 3, httpStatus: 503 } as const;
const failure = { exitCode: 1, httpStatus: 422 } as const;
const badInput = { exitCode: 4, httpStatus: 422 } as const;

/** All errors by code; places in the texts are filled by `AppError`. */
export const ERROR_TABLE = {
  unknown_option: {
    ...usage,
    message: 'Unknown option {option}',
    hint: '{suggestion}',
    why: 'The option does not exist. Options are never guessed, so that a typing error cannot change a result.',
    remedy: 'Take the spelling that the hint suggests, or one that `framesift COMMAND --help` lists.',
  },
  invalid_option: {
    ...usage,
    message: '{option} must be {expected}, but is {actual}',
    hint: '{suggestion}',
    why: 'The value has the wrong type or lies outside the range of the option.',
    remedy: 'Give a value that the message allows; [options.md](options.md) lists the ranges of all options.',
  },
  usage: {
    ...usage,
    message: '{detail}',
    hint: 'Run `framesift --help` or `framesift COMMAND --help`.',
    why: 'The command line could not be understood, an argument is missing or options contradict each other.',
  },
  ffmpeg_missing: {
    ...requirement,
    message: 'FFmpeg is not installed or not on PATH ({program} was not found)',
    hint: '{install}',
    why: 'Framesift decodes with the ffmpeg and ffprobe programs. FFMPEG_PATH and FFPROBE_PATH name them when they are not on PATH.',
    remedy:
      'Install FFmpeg: `sudo apt-get install -y ffmpeg` on Debian and Ubuntu, `sudo dnf install ffmpeg` on Fedora, `brew install ffmpeg` on macOS, `winget install Gyan.FFmpeg` on Windows. Or set FFMPEG_PATH and FFPROBE_PATH.',
  },
  ffmpeg_too_old: {
    ...requirement,
    message: 'FFmpeg {found} is too old: version {minimum} or newer is needed',
    hint: '{install}',
    why: 'Older versions lack options that exact frame identity needs (`-fps_mode`).',
    remedy: 'Install version 5.1 or newer, or set FFMPEG_PATH and FFPROBE_PATH to one.',
  },
  input_missing: {
    ...badInput,
    message: 'No such file: {path}',
    hint: 'Check the spelling; quote names that contain spaces.',
    why: 'Nothing exists under this path. Relative paths begin at the folder in which the command runs.',
  },
  input_unreadable: {
    ...badInput,
    message: 'Cannot read {path}: {reason}',
    hint: 'Check the permissions of the file and of the folders above it.',
    why: 'The operating system refused to open the file.',
  },
  source_changed: {
    ...badInput,
    message: 'The video is not the one that was analysed: {path}',
    hint: 'Put the original file back, or run `framesift analyze` on the new one.',
    why: 'Another file stands where the video of the run was, so its frames would be those of something else.',
  },
  input_empty: {
    ...badInput,
    message: 'The file is empty: {path}',
    hint: 'Copy or download the file again.',
    why: 'The file has no bytes, usually after an interrupted copy.',
  },
  input_not_video: {
    ...badInput,
    message: 'Not a readable video: {path} ({reason})',
    hint: 'Play the file with ffplay or another player; if that fails too, the file is damaged or no video.',
    why: 'FFmpeg does not recognise the contents, whatever the file is called, or the file lacks its index (an interrupted recording).',
  },
  input_no_video: {
    ...badInput,
    message: 'No video stream in {path} ({streams})',
    hint: 'Give a file with a moving picture; the cover picture of a sound file is no video.',
    why: 'The file holds only sound, subtitles, data or a cover picture.',
  },
  input_no_frames: {
    ...badInput,
    message: 'No frame of {path} could be decoded ({reason})',
    hint: 'Play the file with ffplay; if it stays black, the file is damaged.',
    why: 'The container could be read but its video stream holds no decodable picture.',
  },
  input_playlist: {
    ...badInput,
    message: 'Refused: {path} is a playlist or script that points to other files ({kind})',
    hint: 'Give the video file itself.',
    why: 'Playlists (HLS, DASH, SDP, concat scripts) make FFmpeg open other files or addresses. They are refused under any name.',
  },
  input_folder_empty: {
    ...badInput,
    message: 'No video files in {path}',
    hint: 'Give a folder that holds video files, or the files themselves.',
    why: 'No file in the folder has the name ending of a video.',
  },
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
  stream_missing: {
    ...badInput,
    message: '{path} has no video stream {stream}',
    hint: 'Video streams of this file: {available}.',
    why: '`--stream` takes the stream index that ffprobe prints, and it must be a video stream.',
    remedy:
      'Give one of the indexes that the hint lists, or leave `--stream` out to take the stream that FFmpeg picks.',
  },
  range_empty: {
    ...badInput,
    message: 'No frame of the video lies in the chosen part: {part}',
    hint: 'The video runs from {first} to {last} seconds.',
    why: 'The chosen part lies outside the video or is shorter than one frame.',
    remedy: 'Choose times within the range that the hint names. A frame exactly at --end is left out.',
  },
  run_missing: {
    ...badInput,
    message: 'Not a run folder: {path}',
    hint: 'Give a folder that `framesift analyze` made (it holds run.json and metadata.jsonl).',
    why: 'The folder does not exist or lacks run.json or metadata.jsonl.',
  },
  run_invalid: {
    ...badInput,
    message: 'The run in {path} cannot be read: {reason}',
    hint: 'Run `framesift analyze` on the source again: it repairs the records. If that does not help, --no-resume keeps the old folder under another name.',
    why: 'run.json or metadata.jsonl were edited, damaged or written by a newer version.',
  },
  review_invalid: {
    ...badInput,
    message: 'The marks in {path} cannot be read: {reason}',
    hint: 'Repair the file, or rename it to go on without the marks.',
    why: 'review.json holds the pins and rejects; it was edited, damaged or written by a newer version. Nothing is selected without it, because a pin or reject could be lost.',
  },
  run_locked: {
    exitCode: 1,
    httpStatus: 409,
    message: 'Another run is writing to {path} (process {pid})',
    hint: 'Wait until it ends, stop it, or choose another --out. If it ran in a container or on a machine that is gone, remove run.lock from the folder.',
    why: 'Two runs in one folder would damage each other, so the second one stops at once.',
  },
  output_exists: {
    ...badInput,
    message: 'Refused: {path} exists and is not empty',
    hint: 'Choose a new or empty folder; nothing is ever overwritten.',
    why: 'An export goes only into a new or empty folder.',
  },
  output_unwritable: {
    exitCode: 1,
    httpStatus: 500,
    message: 'Cannot write to {path}: {reason}',
    hint: 'Check the permissions, or choose another folder (--out, --to).',
    why: 'The folder is read-only or belongs to somebody else, or a file stands where a folder is needed.',
  },
  disk_full: {
    exitCode: 1,
    httpStatus: 507,
    message: 'No space left on the disk of {path}',
    hint: 'Free some space and run the same command again: it continues where it stopped.',
    why: 'The disk or the quota is full. What is recorded so far is intact.',
  },
  picture_missing: {
    exitCode: 1,
    httpStatus: 404,
    message: '{count} pictures of the run are missing, the first is {path}',
    hint: 'Run the same `framesift analyze` again: it writes missing pictures anew.',
    why: 'Picture files of the run folder were deleted or moved.',
  },
  frame_damaged: {
    exitCode: 1,
    httpStatus: 422,
    message: 'Frame {frame} cannot be decoded',
    hint: 'The video is damaged there; take a frame before or after it.',
    why: 'The data of the frame in the video file are broken or missing, so no picture of it can be made.',
  },
  picture_invalid: {
    exitCode: 1,
    httpStatus: 422,
    message: 'The picture {path} cannot be read: {reason}',
    hint: 'Move the file away and run the same `framesift analyze` again: it writes missing pictures anew.',
    why: 'A picture file of the run folder is damaged or was replaced by something else.',
  },
  nothing_selected: {
    exitCode: 1,
    httpStatus: 422,
    message: 'No frame passes, so nothing was exported ({reasons})',
    hint: 'Lower the thresholds; `framesift filter` shows how many frames each one drops.',
    why: 'Every frame of the run fails a threshold or was rejected.',
  },
  preset_missing: {
    ...usage,
    httpStatus: 404,
    message: 'No preset named {name}',
    hint: '{suggestion}',
    why: 'No such preset is saved.',
    remedy: '`framesift presets list` prints the names of the saved ones.',
  },
  preset_exists: {
    ...usage,
    httpStatus: 409,
    message: 'A preset named {name} exists already',
    hint: 'Choose another name, or replace it (`--replace` on the command line).',
    why: 'A preset is never overwritten without being asked.',
  },
  preset_invalid: {
    ...usage,
    message: 'The preset {name} cannot be used: {reason}',
    hint: 'Save it again with `framesift presets save`, or delete it.',
    why: 'The preset file was edited, damaged or written by a newer version.',
  },
  decode_failed: {
    exitCode: 1,
    httpStatus: 500,
    message: 'FFmpeg stopped with an error: {reason}',
    hint: 'Run again with --log-level debug and look into the log file; what is recorded so far is kept.',
    why: 'FFmpeg ended before the video did, for a reason that is not a damaged frame.',
  },
  identity_lost: {
    exitCode: 1,
    httpStatus: 500,
    message: 'A decoded frame (pts {pts}) does not match the index of the file',
    hint: 'Please report the file; remuxing it (`ffmpeg -i FILE -c copy NEW.mkv`) often helps.',
    why: 'Decoder and container disagree about time stamps, so the frame number would be a guess.',
  },
  later_version: {
    ...usage,
    message: '{name} needs {part}, which this version does not have yet',
    hint: 'Leave it out; `framesift doctor` says what works here.',
    why: 'The name is settled, so that command lines need no change later, but the part behind it is not there yet. Ignoring it would give a result that looks filtered and is not.',
  },
  token_missing: {
    ...usage,
    httpStatus: 401,
    message: 'This page was opened without the key of the running Framesift',
    hint: 'Open the address that `framesift` printed when it started (it ends in ?token=...).',
    why: 'Every request needs the token of the running server, so that no other page or user of the machine can use it. A restart makes a new one.',
  },
  request_refused: {
    exitCode: 1,
    httpStatus: 403,
    message: 'Refused: {reason}',
    hint: 'Open the address that `framesift` printed when it started.',
    why: 'The request came from another page or under another name than the server has, as an attack from a web page would.',
  },
  path_refused: {
    ...badInput,
    httpStatus: 403,
    message: 'Outside of the folders that may be shown: {path}',
    hint: 'Start with `framesift --root DIR` to open another folder to the page.',
    why: 'The page shows the home folder, the workspace and the folders given with --root, without hidden files and links that lead out of them.',
  },
  not_found: {
    exitCode: 1,
    httpStatus: 404,
    message: 'There is no {what}',
    hint: 'Reload the page; it may have been deleted or moved.',
    why: 'The thing asked for does not exist any more.',
  },
  request_invalid: {
    ...usage,
    message: 'The request cannot be understood: {reason}',
    hint: 'Reload the page; it may be older than the server.',
    why: 'A request to the local server breaks the schema of its route.',
  },
  request_too_large: {
    exitCode: 1,
    httpStatus: 413,
    message: 'Too large: more than {limit}',
    hint: 'Pick the file from the machine instead of uploading it, or start with a larger --max-upload.',
    why: 'Uploads and requests have a largest size, so that a mistake cannot fill the disk.',
  },
  upload_conflict: {
    exitCode: 1,
    httpStatus: 409,
    message: 'The upload stands at another place',
    hint: 'The page asks how much has arrived and goes on from there.',
    why: 'An upload that was cut off goes on where it stopped; the page and the server have to agree on that place.',
  },
  review_conflict: {
    exitCode: 1,
    httpStatus: 409,
    message: 'The marks were changed meanwhile, in another window or by another program',
    hint: 'The page fetches them and sends the change again.',
    why: 'Changes of pins and rejects name the state that they were made on, so that none is lost.',
  },
  run_busy: {
    exitCode: 1,
    httpStatus: 409,
    message: 'That is not possible while the run is {state}',
    hint: '{suggestion}',
    why: 'Deleting needs a run that has ended; cancelling one that has not.',
    remedy: 'Cancel the run first, or wait until it ends.',
  },
  run_crashed: {
    exitCode: 1,
    httpStatus: 500,
    message: 'The process of the run ended unexpectedly ({reason})',
    hint: 'Press Resume: what is recorded is kept and the run continues.',
    why: 'Each run works in a process of its own; that one was killed, ran out of memory, or crashed in a native library. The server and other runs are not affected.',
  },
  port_taken: {
    exitCode: 1,
    httpStatus: 500,
    message: 'Port {port} is in use',
    hint: 'Give another --port, or leave it out to take the next free one.',
    why: 'Another program listens on the port that was asked for.',
  },
  several_failed: {
    exitCode: 1,
    httpStatus: 500,
    message: '{failed} of {total} inputs failed',
    hint: 'The errors are listed above; the other inputs are done.',
    why: 'With several inputs one failing input does not stop the rest.',
  },
  cancelled: {
    exitCode: 130,
    httpStatus: 499,
    message: 'Cancelled',
    hint: 'Run the same command again: it continues where it stopped.',
    why: 'Ctrl-C or a stop signal ended the run; everything recorded so far is kept.',
  },
  internal: {
    exitCode: 1,
    httpStatus: 500,
    message: 'Unexpected error: {reason}',
    hint: 'Run again with --log-level debug and report what the log file says.',
    why: 'A defect in Framesift.',
  },
} as const satisfies Record<string, ErrorEntry>;

/** Code of an error: a key of {@link ERROR_TABLE}. */
export type ErrorCode = keyof typeof ERROR_TABLE;
