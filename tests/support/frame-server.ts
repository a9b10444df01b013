import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { AppError } from '../../src/contract/app-error.ts';
import { API, type RunDetail, type ServerEvent } from '../../src/contract/http.ts';
import type { FfmpegPrograms } from '../../src/decode/ffmpeg-programs.ts';
import { AllowedRoots } from '../../src/server/allowed-roots.ts';
import { EventHub } from '../../src/server/event-hub.ts';
import { FacePictures } from '../../src/server/faces/face-pictures.ts';
import { answerError, newRoutes } from '../../src/server/http-app.ts';
import { RecordStore } from '../../src/server/records/record-store.ts';
import { framesRoutes } from '../../src/server/routes/frames.ts';
import { peopleRoutes } from '../../src/server/routes/people.ts';
import { reviewRoutes } from '../../src/server/routes/review.ts';
import type { Runs, ServerContext } from '../../src/server/server-context.ts';
import { temporaryFolder } from './project.ts';
import { rememberedFfmpeg } from './remembered-ffmpeg.ts';

const refuse = () => Promise.reject(new Error('not part of this test'));

/** The runs of a test by their ids; only folders are known of them. */
function testRuns(folders: Readonly<Record<string, string>>): Runs {
  const folderOf = async (id: string) => {
    const folder = folders[id];
    if (folder === undefined) throw new AppError('not_found', { what: `run ${id}` });
    return folder;
  };
  return {
    folderOf,
    get: async (id) => ({ id, folder: await folderOf(id) }) as RunDetail,
    list: refuse,
    log: refuse,
    create: refuse,
    cancel: refuse,
    resume: refuse,
    trash: refuse,
    restore: refuse,
  };
}

/** The routes of frames and verdicts over some run folders. */
export interface FrameServer {
  /** Asks for a path below `/api/runs/`. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** The same, with another request than one of its own. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly events: readonly ServerEvent[];
  readonly messages: readonly string[];
  /** Its own files. */
  readonly state: string;
}

/** What can be chosen about such a server. */
export interface FrameServerOptions {
  readonly state?: string;
  readonly programs?: () => Promise<FfmpegPrograms>;
}

/** Serves run folders by id; the server ends with the test. */
export function frameServer(
  folders: Readonly<Record<string, string>>,
  { state = temporaryFolder(), programs = rememberedFfmpeg }: FrameServerOptions = {},
): FrameServer {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const hub = new EventHub();
  const events: ServerEvent[] = [];
  hub.listen(({ event }) => events.push(event));
  const messages: string[] = [];
  const context: ServerContext = {
    settings: { workspace: state, presets: state, uploads: state, state, concurrency: 1, maxUpload: 1 },
    roots: new AllowedRoots([]),
    runs: testRuns(folders),
    hub,
    programs,
    packs: [],
    maskModels: [],
    log: (level, message) => messages.push(`${level}: ${message}`),
    signal: stop.signal,
  };
  const records = new RecordStore();
  const app = newRoutes()
    .route(API, framesRoutes(context, records))
    .route(API, reviewRoutes(context, records))
    .route(API, peopleRoutes(context, new FacePictures(context)))
    .onError((thrown, c) => answerError(c, thrown));
  return {
    ask: async (address, init) => app.request(`${API}/runs/${address}`, init),
    fetch: async (request) => app.fetch(request),
    events,
    messages,
    state,
  };
}

/** FFmpeg that notes each of its calls, to count them. */
export async function notedPrograms(): Promise<{
  programs: () => Promise<FfmpegPrograms>;
  /** Arguments of the calls that decoded pictures. */
  decodings: () => Promise<string[]>;
}> {
  const folder = temporaryFolder();
  const found = await rememberedFfmpeg();
  const file = path.join(folder, 'ffmpeg');
  const notes = path.join(folder, 'calls');
  await writeFile(notes, '');
  await writeFile(file, `#!/bin/sh\necho "$*" >> '${notes}'\nexec '${found.ffmpeg}' "$@"\n`);
  await chmod(file, 0o755);
  return {
    programs: async () => ({ ...found, ffmpeg: file }),
    decodings: async () => {
      const lines = (await readFile(notes, 'utf8')).split('\n');
      return lines.filter((line) => / -f (?:yuv4mpegpipe|rawvideo) pipe:1/.test(line));
    },
  };
}
