import { z } from 'zod';

/** A download of models, under way or ended. */
export const modelDownloadSchema = z.object({
  state: z.enum(['running', 'done', 'failed', 'cancelled']).describe('Where it stands'),
  file: z.string().nullable().describe('What is being downloaded; null before it begins'),
  received: z.int().min(0).describe('Bytes of that file that are here'),
  total: z.int().min(0).describe('Bytes that it will have; 0 before it begins'),
  warnings: z.array(z.string()).describe('Sources that refused, although in the end others had the files'),
  error: z
    .object({
      code: z.string().describe('See troubleshooting'),
      message: z.string().describe('What happened'),
      hint: z.string().describe('What to do'),
    })
    .nullable()
    .describe('Why it failed'),
});
/** A download of models, under way or ended. */
export type ModelDownload = z.output<typeof modelDownloadSchema>;

/** Models that belong together, for faces or for subject masks. */
export const modelPackSchema = z.object({
  kind: z.enum(['faces', 'masks']).describe('What they are for'),
  name: z.string().describe('Value of the option faceModel, or of sam2WeightsPath'),
  title: z.string().describe('What they are, in one line'),
  state: z.enum(['present', 'partly', 'missing']).describe('What of the needed files is here'),
  missing: z.array(z.string()).describe('Names of needed files that are not'),
  bytes: z.int().min(0).describe('Bytes of all files on the disk'),
  download_bytes: z.int().min(0).describe('Bytes that come over the network for what is missing, about'),
  source: z.string().describe('Where they come from'),
  export_command: z
    .string()
    .nullable()
    .describe('Command that makes them, where they cannot be downloaded; null = they can'),
  tiles: z.boolean().describe('The option faceTiles has an effect with them'),
  mask: z
    .object({
      family: z.string().describe('sam2.1, sam2 or edgetam'),
      variant: z.string().nullable().describe('Size of a SAM 2 model'),
      imageSize: z.int().positive().describe('Side of the picture that it looks at, pixels'),
    })
    .nullable()
    .describe('Which model for masks it is; null for faces'),
  licence: z
    .object({
      text: z.string().describe('Terms in one line'),
      url: z.string().describe('Where they can be read'),
      acceptance: z.string().nullable().describe('Name by which they are accepted; null = need not be'),
      accepted: z.boolean().describe('They are, or need not be'),
    })
    .describe('Under which terms they may be used'),
  download: modelDownloadSchema
    .nullable()
    .describe('The latest download since the server started; null = none'),
});
/** Models that belong together, for faces or for subject masks. */
export type ModelPack = z.output<typeof modelPackSchema>;

/** GET /api/models */
export const modelsAnswerSchema = z.object({
  folder: z.string().describe('Where downloads go'),
  models: z
    .array(modelPackSchema)
    .describe('Those for faces, then those for masks; of each the usual ones first'),
});
/** All models that are known. */
export type ModelsAnswer = z.output<typeof modelsAnswerSchema>;

/** Body of POST /api/models/{name}/pull. */
export const pullModelSchema = z.object({
  accept: z.string().max(200).optional().describe('Terms that the person accepts now; remembered'),
});
