import {
  ANALYZE_OPTIONS,
  type AnalyzeContext,
  type AnalyzeResult,
  analyze,
  openSource,
  type RunEvent,
  resolveOptions,
} from '../../dist/index.js';
import { rememberedFfmpeg } from './remembered-ffmpeg.ts';

/** Outcome of an analysis through the library, with what it reported. */
export interface LibraryRun extends AnalyzeResult {
  /** Frame numbers that were analysed by this call. */
  readonly analysed: readonly number[];
}

/**
 * Analyses a clip through the library.
 * @param options by camelCase name, as the option table has them
 */
export async function libraryRun(
  clip: string,
  out: string,
  options: Record<string, unknown> = {},
  context: Partial<AnalyzeContext> = {},
): Promise<LibraryRun> {
  const analysed: number[] = [];
  const emit = (event: RunEvent) => {
    if (event.event === 'frame') analysed.push(event.record.frame_number);
    context.emit?.(event);
  };
  const resolved = resolveOptions(ANALYZE_OPTIONS, { method: 'all', workers: 1, ...options, out });
  const result = await analyze(clip, await openSource(clip), resolved, {
    programs: await rememberedFfmpeg(),
    signal: new AbortController().signal,
    ...context,
    emit,
  });
  return { ...result, analysed };
}
