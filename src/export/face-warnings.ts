import type { FrameRecord } from '../contract/record.ts';
import type { RunFile } from '../contract/run-files.ts';
import { asksForFaces, type Criteria, distanceLimit } from '../select/criteria.ts';

/** Names listed at most. */
const MOST_NAMES = 8;

const quoted = (path: string) =>
  /^[\w./:@%+,=-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

/** The command that makes a run with faces of the same source. */
function facesCommand({ source }: RunFile): string {
  return `framesift analyze ${quoted(source.page?.url ?? source.path)} --enable-face-filter`;
}

function peopleOf(records: readonly FrameRecord[]): string[] {
  const people = new Set<string>();
  for (const { faces } of records) {
    for (const { person } of faces ?? []) if (person !== null) people.add(person);
  }
  return [...people].sort();
}

function personWarning(person: string, people: readonly string[]): string[] {
  if (people.includes(person)) return [];
  const listed = people.slice(0, MOST_NAMES).join(', ');
  const more = people.length > MOST_NAMES ? ` and ${people.length - MOST_NAMES} more` : '';
  return [`no face of this run is nearest to ${person}, so no frame passes; its people are ${listed}${more}`];
}

/**
 * Sentences about criteria on faces that do something else with this run than one would think: no frame passes, or the
 * distance was chosen for other models.
 */
export function faceWarnings(run: RunFile, records: readonly FrameRecord[], criteria: Criteria): string[] {
  if (!asksForFaces(criteria)) return [];
  const { faces } = criteria;
  if (!records.some((record) => record.faces)) {
    const why = run.faces
      ? 'no frame of this run was looked at for faces'
      : 'this run was made without faces';
    return [`${why}, so no frame passes thresholds on them; \`${facesCommand(run)}\` makes a run with faces`];
  }
  const warnings: string[] = [];
  if (faces.pack !== null) {
    warnings.push(
      `--max-face-distance ${faces.maxDistance} was chosen for the models ${faces.pack}, but this run was made with ${run.faces?.pack ?? 'others'}: their distances differ`,
    );
  }
  if (distanceLimit(faces) === null && faces.person === null) return warnings;
  const people = peopleOf(records);
  if (people.length === 0) {
    const text =
      'the faces of this run were compared with nobody, so no frame passes a person or a distance; give reference pictures with --face-ref NAME=PICTURE';
    return [...warnings, text];
  }
  return faces.person === null ? warnings : [...warnings, ...personWarning(faces.person, people)];
}
