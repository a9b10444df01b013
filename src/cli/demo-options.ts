import { ANALYZE_OPTIONS } from '../contract/analyze-options.ts';
import { PROGRAM_OPTIONS } from '../contract/program-options.ts';

/** Options of `framesift demo`. */
export const DEMO_OPTIONS = { out: ANALYZE_OPTIONS.out, json: PROGRAM_OPTIONS.json } as const;
