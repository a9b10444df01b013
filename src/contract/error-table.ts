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
  readonly httpStatus: 400 | 404 | 409 | 422 | 499 | 500 | 503 | 507;
}

const usage = { exitCode: 2, httpStatus: 400 } as const;
const requirement = { exitCode: 3, httpStatus: 503 } as const;
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
  input_url: {
    ...badInput,
    message: 'Addresses are not supported by this version: {path}',
    hint: 'Download the video first and give the file.',
    why: 'This version reads local files only and never uses the network.',
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
  nothing_selected: {
    exitCode: 1,
    httpStatus: 422,
    message: 'No frame passes, so nothing was exported ({reasons})',
    hint: 'Lower the thresholds; `framesift filter` shows how many frames each one drops.',
    why: 'Every frame of the run fails a threshold or was rejected.',
  },
  preset_missing: {
    ...usage,
    message: 'No preset named {name}',
    hint: '{suggestion}',
    why: 'No such preset is saved.',
    remedy: '`framesift presets list` prints the names of the saved ones.',
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
