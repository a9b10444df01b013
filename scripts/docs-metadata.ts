import { runEventSchema } from '../src/contract/events.ts';
import { REASON_TEXT, REASONS } from '../src/contract/reasons.ts';
import { frameRecordSchema } from '../src/contract/record.ts';
import {
  manifestFileSchema,
  presetFileSchema,
  progressFileSchema,
  reviewFileSchema,
  runFileSchema,
} from '../src/contract/run-files.ts';
import { schemaFields, unionMembers } from '../src/contract/schema-fields.ts';
import { maskHeadSchema, shotMasksSchema, subjectChoicesSchema } from '../src/contract/subject-file.ts';
import { fieldTable } from './docs-fields.ts';
import { code, pageHead, table } from './docs-markdown.ts';

const chapter = (title: string, introduction: string, content: string): string =>
  `## ${title}\n\n${introduction}\n\n${content}\n`;

function reasonsTable(): string {
  return table(
    ['Reason', 'Meaning'],
    REASONS.map((reason) => [code(reason), REASON_TEXT[reason]]),
  );
}

function eventTables(): string {
  return unionMembers(runEventSchema, 'event')
    .map(({ name, fields }) => `### ${code(name)}\n\n${fieldTable(fields)}`)
    .join('\n\n');
}

/** docs/metadata.md: every file that Framesift writes, and the events of `--json`. */
export function metadataPage(): string {
  return [
    pageHead('Files and events', 'What the files of a run folder and of an export hold, field by field.'),
    chapter(
      'metadata.jsonl',
      'One JSON object a line for every processed frame, ordered by frame number, keys always in this order. Scores are in points; numbers are rounded to 4 decimals, times to 6. The file is a pure function of source, options and versions.',
      fieldTable(schemaFields(frameRecordSchema)),
    ),
    chapter(
      'Reasons',
      'Why a frame is not kept, in the order in which the first failing one is named. A pin beats them all.',
      reasonsTable(),
    ),
    chapter(
      'run.json',
      'What was run. The same source, options and versions give the same bytes.',
      fieldTable(schemaFields(runFileSchema)),
    ),
    chapter(
      'progress.json',
      'How far the run is; times and facts about the machine stand here and nowhere else.',
      fieldTable(schemaFields(progressFileSchema)),
    ),
    chapter(
      'review.json',
      "A person's verdicts. No file means none.",
      fieldTable(schemaFields(reviewFileSchema)),
    ),
    chapter(
      'masks.jsonl',
      'Only where subject masks are made: what tracking came to. The first line says what was tracked:',
      `${fieldTable(schemaFields(maskHeadSchema))}\n\nEach later line is a shot that is done, in their order once the run is complete:\n\n${fieldTable(schemaFields(shotMasksSchema))}`,
    ),
    chapter(
      'subject.json',
      'What a person pointed at after the analysis. No file means nothing.',
      fieldTable(schemaFields(subjectChoicesSchema)),
    ),
    chapter(
      'manifest.json',
      'Beside the pictures of an export and the metadata.jsonl of its frames. It is written last: an export without it is not complete.',
      fieldTable(schemaFields(manifestFileSchema)),
    ),
    chapter(
      'metadata.csv',
      'Written by `framesift export --sidecar csv` or `both`.',
      'The fields of metadata.jsonl as columns, one line a frame (RFC 4180, UTF-8): numbers as in JSON, nothing for null. In an export `filename` is the name that the picture has there, also in metadata.jsonl; masks are not exported, `mask_path` names them in the folder of the run.',
    ),
    chapter('Preset files', 'One JSON file for each preset.', fieldTable(schemaFields(presetFileSchema))),
    chapter(
      'Events',
      'With `--json`, `framesift analyze` prints one event a line. `event` names the kind.',
      eventTables(),
    ),
  ].join('\n');
}
