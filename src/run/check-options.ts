import { ANALYZE_OPTIONS, type AnalyzeOptions, withImplied } from '../contract/analyze-options.ts';
import { AppError } from '../contract/app-error.ts';
import { ineffectiveOptions } from '../contract/ineffective-options.ts';

/**
 * Checks what single options can't tell.
 * @throws AppError `usage` for options that contradict each other
 */
export function checkOptions(options: AnalyzeOptions): void {
  const minima = [
    options.preMinSharpness,
    options.preMinEdgeStrength,
    options.preMinContrast,
    options.preMinBrightness,
    options.preMinEntropy,
  ];
  if (options.preFilter === 'metrics' && minima.every((minimum) => minimum === 0)) {
    throw new AppError('usage', {
      detail:
        '--pre-filter metrics needs at least one of --pre-min-sharpness, --pre-min-edge-strength, --pre-min-contrast, --pre-min-brightness, --pre-min-entropy',
    });
  }
  if (options.start !== null && options.end !== null && options.start >= options.end) {
    throw new AppError('usage', { detail: `--start ${options.start} is not before --end ${options.end}` });
  }
}

/** Options that have no effect in this version or beside the others, in words. */
export function optionWarnings(options: AnalyzeOptions): string[] {
  const all = withImplied(options);
  const gpu = 'nothing that is asked for uses a graphics processor: --gpu has no effect';
  const idle = options.gpu && !all.enableFaceFilter;
  return [...(idle ? [gpu] : []), ...ineffectiveOptions(ANALYZE_OPTIONS, all)];
}
