import type { z } from 'zod';
import type { checkSchema } from '../contract/http.ts';

/** One line of the report. */
export type Check = z.output<typeof checkSchema>;

/** Something that is there. */
export const ok = (name: string, detail: string): Check => ({
  name,
  status: 'ok',
  detail,
  disables: null,
  enable: null,
});

/** An optional part that is not. */
export const absent = (name: string, detail: string, disables: string, enable: string): Check => ({
  name,
  status: 'absent',
  detail,
  disables,
  enable,
});
