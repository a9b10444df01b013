import { z } from 'zod';
import { aligned, brokenBlock, type Column, ColumnReader, columnPieces } from './column-block.ts';
import { faceKeySchema, faceReferenceSchema, peopleFileSchema } from './run-files.ts';

const personName = z.string().trim().min(1).max(200).describe('Name');

const personIdSchema = z
  .string()
  .regex(/^\d+-\d+$/)
  .describe('Person: frame number and place of the first face');

/** A person of a run: one with a name, or a group of like faces. */
const personSchema = z.object({
  id: personIdSchema,
  name: personName.nullable().describe('null: nobody has named this group'),
  faces: z.int().min(1).describe('Faces'),
  frames: z.int().min(1).describe('Frames that show the person'),
  first_time: z.number().describe('Of the first frame, seconds'),
  last_time: z.number().describe('Of the last frame, seconds'),
  medoid: faceKeySchema.describe('The face that stands for the person'),
  groups: z.int().min(1).describe('Groups that were merged into the person'),
});

/** A person of a run. */
export type PersonFacts = z.output<typeof personSchema>;

/** Who distances belong to, without the embedding. */
const shownReferenceSchema = faceReferenceSchema.omit({ embedding: true });

/** GET and PATCH /api/runs/{id}/people. */
export const peopleAnswerSchema = z.object({
  people: z.array(personSchema).describe('The one with most faces first'),
  unassigned: z.int().min(0).describe('Faces that are like no group'),
  absent: z.array(z.string()).describe('Names whose faces are not in the run'),
  named: peopleFileSchema.shape.people.describe('Names as they are stored, for taking a change back'),
  references: z.array(shownReferenceSchema).describe('Who the distances in effect belong to'),
  chosen: z.boolean().describe('Whether those references were chosen after the analysis'),
});
/** Who is on the frames of a run. */
export type PeopleAnswer = z.output<typeof peopleAnswerSchema>;

/** PATCH /api/runs/{id}/people: one change. */
export const peopleChangeSchema = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('name').describe('Gives a name; several people become one'),
    ids: z.array(personIdSchema).min(1).max(1000).describe('People'),
    name: personName,
  }),
  z.object({
    action: z.literal('unname').describe('Takes the name away; what was merged falls apart again'),
    id: personIdSchema,
  }),
  z.object({ action: z.literal('forget').describe('Drops a name without a face'), name: personName }),
  z.object({
    action: z.literal('restore').describe('Puts names back as an answer had them'),
    named: peopleFileSchema.shape.people.describe('Names'),
  }),
]);
/** A change of who is who. */
export type PeopleChange = z.output<typeof peopleChangeSchema>;

/** POST /api/runs/{id}/references. */
export const referencesRequestSchema = z.object({
  references: z
    .array(
      z.union([
        faceKeySchema.extend({ person: personName }).describe('A face of the run'),
        z
          .object({ person: personName, person_id: personIdSchema })
          .describe('All faces of a person of the run'),
        z
          .object({
            person: personName,
            sha256: z
              .string()
              .regex(/^[0-9a-f]{64}$/)
              .describe('Reference, as `references` of the people has it'),
          })
          .describe('A reference that was in effect before'),
        z
          .object({
            person: personName,
            picture: z.string().describe('Reference picture, by its id'),
            at: z
              .object({ x: z.number().min(0).describe('Pixels'), y: z.number().min(0).describe('Pixels') })
              .optional()
              .describe('A point inside the face, pixels'),
          })
          .describe('A reference picture'),
      ]),
    )
    .max(200)
    .describe('Whom to look for; none = those of the analysis'),
});
/** Whom to look for from now on. */
export type ReferencesRequest = z.output<typeof referencesRequestSchema>;

/** The distances in effect, by row of face_embeddings.f16. */
export interface ComparisonTable {
  /** Whether the references were chosen after the analysis. */
  readonly chosen: boolean;
  /** Names of the people. */
  readonly people: readonly string[];
  /** Cosine distances; scaled (`scaled.ts`). */
  readonly distances: Int32Array;
  /** Nearest person: place in {@link people}, counted from 1; 0 = none. */
  readonly persons: Uint32Array;
}

const HEAD_BYTES = 8;
/** `FSCT`. */
const MAGIC = 0x5443_5346;

const headSchema = z.object({ chosen: z.boolean(), people: z.array(z.string()), rows: z.int().min(0) });

/** A comparison as one block: magic and bytes of JSON (little-endian Uint32), JSON, the two columns. */
export function encodeComparison({
  chosen,
  people,
  distances,
  persons,
}: ComparisonTable): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(JSON.stringify({ chosen, people, rows: distances.length }));
  const start = new Uint8Array(aligned(HEAD_BYTES + head.length));
  const view = new DataView(start.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, head.length, true);
  start.set(head, HEAD_BYTES);
  const columns: Column[] = [distances, persons];
  const pieces = [start, ...columnPieces(columns)];
  const block = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    block.set(piece, offset);
    offset += piece.length;
  }
  return block;
}

/**
 * Reads a block.
 * @throws AppError `internal` when it is none of this version
 */
export function decodeComparison(block: ArrayBuffer): ComparisonTable {
  if (block.byteLength < HEAD_BYTES) throw brokenBlock('cut off');
  const view = new DataView(block);
  if (view.getUint32(0, true) !== MAGIC) throw brokenBlock('unknown format');
  const headBytes = view.getUint32(4, true);
  const text = new TextDecoder().decode(new Uint8Array(block, HEAD_BYTES, headBytes));
  const { chosen, people, rows } = headSchema.parse(JSON.parse(text));
  const reader = new ColumnReader(block, aligned(HEAD_BYTES + headBytes));
  const distances = reader.take(Int32Array<ArrayBuffer>, rows);
  const persons = reader.take(Uint32Array<ArrayBuffer>, rows);
  reader.end();
  return { chosen, people, distances, persons };
}
