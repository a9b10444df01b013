import { z } from 'zod';

const safeName = z
  .string()
  .min(1)
  .refine(
    (name) => !/^([/\\]|[a-z]:)/i.test(name) && !name.split(/[/\\]/).includes('..') && !name.includes('\0'),
    'must be a path inside the folder',
  );

const preprocessingSchema = z.union([
  z.literal('embedded'),
  z.object({ mean: z.number(), std: z.number().positive() }),
]);

const taskSchema = z.object({
  file: safeName,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
  preprocessing: preprocessingSchema.optional(),
});

const manifestSchema = z.object({
  manifest_version: z.literal(2),
  tasks: z.object({
    detection: taskSchema,
    verification: taskSchema.optional(),
    recognition: taskSchema.optional(),
  }),
});

/** A task of such a manifest. */
export type ManifestTask = z.output<typeof taskSchema>;

/** The models that a manifest of insightface 2 names. */
export interface NamedModels {
  readonly detection: ManifestTask;
  readonly recognition: ManifestTask | null;
}

/**
 * Reads a pack's `manifest.json`: version 2 (insightface 2) names its models; any other file has no say.
 * @returns the models, null where shapes decide, or what is wrong with a manifest of version 2
 */
export function parseManifest(text: string): NamedModels | { readonly problem: string } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'manifest.json is no JSON' };
  }
  if (typeof value !== 'object' || value === null || !('manifest_version' in value)) return null;
  if (value.manifest_version !== 2) return null;
  const { data, error } = manifestSchema.safeParse(value);
  if (!data) return { problem: `manifest.json is wrong: ${z.prettifyError(error).split('\n').join(' ')}` };
  const { detection, recognition, verification } = data.tasks;
  return { detection, recognition: recognition ?? verification ?? null };
}
