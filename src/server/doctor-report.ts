import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { AppError } from '../contract/app-error.ts';
import { readCapabilities } from '../decode/capabilities.ts';
import { type FfmpegPrograms, findFfmpeg, installHint, MINIMUM_FFMPEG } from '../decode/ffmpeg-programs.ts';
import { runProgram } from '../decode/run-program.ts';
import { KNOWN_PACKS } from '../faces/packs/known-packs.ts';
import type { PackManifest } from '../faces/packs/pack-manifest.ts';
import { modelFolders } from '../inference/download/model-folders.ts';
import { simdSupported } from '../kernel/load.ts';
import { findYtDlp, MINIMUM_YT_DLP } from '../source/url/yt-dlp-program.ts';
import { KNOWN_MASK_MODELS } from '../subject/packs/known-mask-models.ts';
import type { MaskModelManifest } from '../subject/packs/mask-model-manifest.ts';
import { TOOL } from '../tool.ts';
import { absent, type Check, ok } from './doctor-check.ts';
import { faceChecks } from './doctor-faces.ts';
import { maskChecks } from './doctor-masks.ts';
import { WEB_FOLDER } from './web-files.ts';

async function ffmpegChecks(programs: FfmpegPrograms): Promise<Check[]> {
  const { filters, hwaccels } = await readCapabilities(programs);
  const build = 'Install a full build of FFmpeg (Debian and Ubuntu packages have it).';
  const filter = (name: string, disables: string) =>
    filters.has(name)
      ? ok(`filter ${name}`, 'available')
      : absent(`filter ${name}`, 'not in this build', disables, build);
  const hardware = 'This build of FFmpeg offers no hardware decoder.';
  return [
    ok('ffmpeg', `${programs.version} (${programs.ffmpeg}, ${programs.ffprobe}; at least ${MINIMUM_FFMPEG})`),
    filter('zscale', 'tone mapping of HDR: HDR pictures look washed out'),
    filter('tonemap', 'tone mapping of HDR: HDR pictures look washed out'),
    filter('bwdif', 'deinterlacing: interlaced videos need --deinterlace off'),
    hwaccels.length > 0
      ? ok('hardware decoding', `${hwaccels.join(', ')} (with --hwaccel NAME, if the machine has the device)`)
      : absent('hardware decoding', hardware, '--hwaccel', build),
  ];
}

async function ffmpegOrProblem(): Promise<Check[]> {
  try {
    return await ffmpegChecks(await findFfmpeg());
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const enable = installHint(process.platform);
    return [{ name: 'ffmpeg', status: 'problem', detail: thrown.message, disables: 'everything', enable }];
  }
}

async function addressesCheck(): Promise<Check> {
  try {
    const { program, version } = await findYtDlp(runProgram);
    return ok('addresses', `yt-dlp ${version} (${program}; at least ${MINIMUM_YT_DLP})`);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return absent('addresses', thrown.message, 'addresses as input; files work on', thrown.hint);
  }
}

function webAppCheck(): Check {
  if (existsSync(path.join(WEB_FOLDER, 'index.html'))) return ok('web app', 'framesift without a command');
  return absent('web app', 'not built', 'framesift without a command', 'Run `npm run build`.');
}

/**
 * Looks at everything that Framesift needs or could use on this machine.
 * @param packs face packs that are known, the usual one first
 * @param maskModels models for subject masks that are known, the usual one first
 */
export async function doctorReport(
  packs: readonly PackManifest[] = KNOWN_PACKS,
  maskModels: readonly MaskModelManifest[] = KNOWN_MASK_MODELS,
): Promise<Check[]> {
  const folders = modelFolders(null);
  const [ffmpeg, addresses, faces] = await Promise.all([
    ffmpegOrProblem(),
    addressesCheck(),
    faceChecks({ packs, folders }),
  ]);
  const runtime = faces.find(({ name }) => name === 'faces');
  const masks = await maskChecks(runtime, maskModels, folders);
  return [
    ok('framesift', TOOL.version),
    ok('node', `${process.versions.node} (${process.platform} ${process.arch})`),
    ok('processors', `${availableParallelism()} usable`),
    simdSupported()
      ? ok('simd', '128-bit vector instructions are used')
      : absent(
          'simd',
          'not supported by this processor',
          'nothing, but measuring is about five times slower',
          'Use a processor with SSE4.1 or NEON.',
        ),
    ...ffmpeg,
    ok('pictures', `sharp ${sharp.versions.sharp ?? ''}, libvips ${sharp.versions.vips}`),
    addresses,
    ...faces,
    ...masks,
    webAppCheck(),
  ];
}
