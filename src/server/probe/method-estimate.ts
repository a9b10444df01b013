import type { z } from 'zod';
import type { AnalyzeOptions } from '../../contract/analyze-options.ts';
import { estimateSchema } from '../../contract/http.ts';

/** Name of a method. */
export type Method = AnalyzeOptions['method'];

/** What a method would do with a source. */
export type MethodEstimate = z.output<typeof estimateSchema>;

/** The methods in the order of the option. */
export const METHODS: readonly Method[] = estimateSchema.shape.method.options;

/** Ordinary films cut about so often; only for the time that writing the pictures takes. */
export const SECONDS_A_SCENE = 8;
