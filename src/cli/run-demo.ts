import path from 'node:path';
import type { Command } from 'commander';
import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { CRITERIA_OPTIONS } from '../contract/criteria-options.ts';
import { resolveOptions } from '../contract/parse-options.ts';
import type { FrameRecord } from '../contract/record.ts';
import { findFfmpeg } from '../decode/ffmpeg-programs.ts';
import { exportSelection } from '../export/export-selection.ts';
import { selectFromRun } from '../export/select-run.ts';
import { analyze } from '../run/analyze.ts';
import { openSource } from '../source/open-source.ts';
import { TOOL } from '../tool.ts';
import type { CommandContext } from './command-context.ts';
import { givenOptions } from './command-options.ts';
import { printJson } from './console.ts';
import { makeDemoClip, SHOT_ENDS } from './demo-clip.ts';
import { DEMO_OPTIONS } from './demo-options.ts';

import { recordTable } from './record-table.ts';
import { runView } from './run-view.ts';

/** Frames of each shot in the table. */
const BEST_OF_SHOT = 3;

/** The best frames of each shot, in order of time. */
function bestOfShots(records: readonly FrameRecord[]): FrameRecord[] {
  return SHOT_ENDS.flatMap((end, i) => {
    const shot = records.filter(({ time }) => time >= (SHOT_ENDS[i - 1] ?? 0) && time < end);
    return shot.sort((a, b) => (b.quality_score ?? 0) - (a.quality_score ?? 0)).slice(0, BEST_OF_SHOT);
  });
}

/** Runs `framesift demo`. */
export async function runDemo(command: Command, { console, signal }: CommandContext): Promise<void> {
  const { out, json } = resolveOptions(DEMO_OPTIONS, givenOptions(command, DEMO_OPTIONS));
  const programs = await findFfmpeg();
  const clip = path.resolve(out, 'framesift-demo.mp4');
  const say = (text: string) => (json ? undefined : console.err(text));
  say(`making ${clip} ...`);
  await makeDemoClip(programs.ffmpeg, clip, signal);

  const options = resolveOptions(ANALYZE_OPTIONS, { out, method: 'interval', interval: 0.2 });
  const view = json ? null : runView(console);
  const emit = (event: Parameters<RunEmit>[0]) => (json ? printJson(console, event) : view?.show(event));
  const { run: folder } = await analyze(clip, await openSource(clip), options, { programs, emit, signal });
  view?.stop();

  const thresholds = resolveOptions(CRITERIA_OPTIONS, {
    minSharpness: 20,
    minBrightness: 20,
    minEntropy: 60,
  });
  const { run: runFile, review, criteria, selected } = await selectFromRun(folder, thresholds);
  const request = { folder, run: runFile, review, selected, criteria, to: null, link: false, tool: TOOL };
  const result = await exportSelection({ ...request, now: new Date(), signal });
  if (json) {
    printJson(console, {
      clip,
      run: folder,
      folder: result.folder,
      exported: result.count,
      total: selected.total,
    });
    return;
  }
  console.out(recordTable(bestOfShots(selected.kept)));
  const dropped = Object.entries(selected.reasons).map(([reason, count]) => `${reason} ${count}`);
  console.out(
    `${selected.kept.length} of ${selected.total} frames pass (dropped: ${dropped.join(', ')}); above, the best of each shot.`,
  );
  console.out(`clip    ${clip}\nrun     ${folder}\nexport  ${result.folder}`);
}

type RunEmit = Parameters<typeof analyze>[3]['emit'];
