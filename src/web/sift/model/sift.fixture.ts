import { weightsFromList } from '../../../contract/metric.ts';
import type { FaceRecord } from '../../../contract/record.ts';
import { emptyTable, type RecordTable } from '../../../contract/record-table.ts';
import { SCORE_SCALE } from '../../../contract/scaled.ts';
import { openCriteria, type RunFaces } from '../../../select/criteria.ts';
import { FaceColumns } from '../../../select/face-columns.ts';
import { changedVerdicts, type VerdictChange } from '../review/verdict-book.ts';
import { Attention } from './attention.ts';
import { SiftModel } from './sift-model.ts';
import { DEFAULT_VIEW } from './view-state.ts';

/** Frames 0, 10, 20, ... a second apart, whose sharpness is given and whose other scores are 50. */
export function madeTable(sharpness: readonly number[], from = 0): RecordTable {
  const table = emptyTable(from, sharpness.length);
  for (const [row, score] of sharpness.entries()) {
    table.time[row] = from + row;
    table.frameNumber[row] = (from + row) * 10;
    for (const scores of Object.values(table.scores)) scores[row] = 50 * SCORE_SCALE;
    table.scores.sharpness[row] = Math.round(score * SCORE_SCALE);
    table.raw.sharpness_raw[row] = score * 10;
    table.raw.edge_strength_raw[row] = 50;
    table.picture[row] = 1;
  }
  return table;
}

/** A table with the faces of each row. */
export function withFaces(table: RecordTable, faces: readonly (readonly FaceRecord[] | null)[]): RecordTable {
  const columns = new FaceColumns();
  for (let row = 0; row < table.rows; row++) {
    const own = faces[row];
    columns.append(own ? [...own] : null);
  }
  return { ...table, faces: columns.table(0, table.rows) };
}

/** A sifted run without browser or server: work that is put off waits for `paint`. */
export function madeSift(
  sharpness: readonly number[],
  faces?: readonly (readonly FaceRecord[] | null)[],
  run: RunFaces = { pack: 'made-up', max_distance: 0.45 },
) {
  const weights = weightsFromList([30, 20, 20, 10, 20]);
  let waiting: (() => void)[] = [];
  const clock = { now: 0 };
  const model = new SiftModel({
    weights,
    criteria: openCriteria(weights, faces ? run : null),
    faces: faces ? run : null,
    view: DEFAULT_VIEW,
    schedule: (work) => waiting.push(work),
    now: () => clock.now,
    sorter: null,
  });
  const attention = new Attention(model);
  const given: VerdictChange[] = [];
  const give = (changes: readonly VerdictChange[]): void => {
    given.push(...changes);
    model.judge(changedVerdicts(model.verdicts, changes));
  };
  const paint = (): void => {
    const works = waiting;
    waiting = [];
    for (const work of works) work();
  };
  model.append(faces ? withFaces(madeTable(sharpness), faces) : madeTable(sharpness));
  paint();
  return { model, attention, give, given, paint, clock, waiting: () => waiting.length };
}
