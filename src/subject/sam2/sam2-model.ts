import { z } from 'zod';

/** The graphs of a SAM 2 model, by what they do. The last two are not part of every export. */
export const SAM2_ROLES = [
  'vision_encoder',
  'mask_decoder',
  'memory_encoder',
  'memory_attention',
  'pointer_tpos',
  'mask_downsample',
] as const;

/** One graph of a SAM 2 model. */
export type Sam2Role = (typeof SAM2_ROLES)[number];

/**
 * `constants.json` beside the graphs. Hosted exports state only some of it; what is missing follows from the image size
 * and from the shapes that the graphs declare.
 */
export const sam2ConstantsSchema = z.object({
  image_size: z.int().positive().multipleOf(16),
  image_mean: z.array(z.number()).length(3),
  image_std: z.array(z.number().positive()).length(3),
  /** One row a frame of distance, each of the memory's depth. */
  memory_temporal_positional_encoding: z.array(z.array(z.number())).min(1),
  resample: z.enum(['pillow-bicubic', 'pillow-bilinear']).default('pillow-bicubic'),
  tokens_per_frame: z.int().positive().optional(),
  num_maskmem: z.int().positive().default(7),
  max_object_pointers: z.int().positive().default(16),
  no_obj_score: z.number().default(-1024),
  pointer_temporal: z.enum(['projected', 'none']).default('projected'),
  no_obj_ptr: z.array(z.number()).optional(),
  family: z.string().optional(),
  model: z.string().optional(),
});

/** What `constants.json` says. */
export type Sam2Constants = z.output<typeof sam2ConstantsSchema>;

/** A SAM 2 model on this machine: plain data that can be posted to workers. Files are absolute paths. */
export interface Sam2Model {
  /** Name of a known model, or of its folder. */
  readonly name: string;
  /** Null where the export has no such graph. */
  readonly files: Readonly<Record<Sam2Role, string | null>>;
  readonly constants: Sam2Constants;
  /** Tells the model from every other: hexadecimal hash over the hashes of its files. */
  readonly sha256: string;
}
