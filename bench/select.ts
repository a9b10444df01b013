import { pathToFileURL } from 'node:url';
import { weightsFromList } from '../src/contract/metric.ts';
import type { FaceRecord, FrameRecord } from '../src/contract/record.ts';
import { roundTo } from '../src/contract/round.ts';
import { FrameColumns } from '../src/select/columns.ts';
import { type Criteria, openCriteria } from '../src/select/criteria.ts';
import { histograms } from '../src/select/histogram.ts';
import { orderBy } from '../src/select/order.ts';
import { keptRows, select } from '../src/select/select.ts';

/** One measured step of sifting; times in milliseconds, medians. */
export interface SelectFigure {
  readonly name: string;
  readonly records: number;
  readonly ms: number;
  readonly goalMs: number | null;
  readonly boundMs: number | null;
}

const RUN_WEIGHTS = weightsFromList([30, 20, 20, 10, 20]);

/** Small, seeded generator (mulberry32), so that every run of the benchmark sees the same data. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function madeFace(random: () => number): FaceRecord {
  return {
    box: [100, 100, 300, 300],
    confidence: roundTo(0.7 + random() * 0.3, 4),
    area_pct: roundTo(random() * 20, 4),
    points: null,
    embedding: null,
    embedding_norm: null,
    yaw: roundTo(random() - 0.5, 4),
    pitch: null,
    roll: null,
    eyes_closed: roundTo(random(), 4),
    weak: false,
    person: random() < 0.5 ? 'anna' : 'bob',
    distance: roundTo(random() * 1.2, 4),
  };
}

function madeMask(random: () => number): Partial<FrameRecord> {
  const area = roundTo(random() * 60, 4);
  return {
    shot_id: 0,
    mask_path: 'masks/frame_000000.png',
    mask_area_pct: area,
    mask_empty: area < 0.5,
    seed_type: 'face',
    reid_similarity: roundTo(random(), 4),
    object_score: roundTo(random() * 20 - 5, 4),
  };
}

function madeColumns(count: number, parts: 'faces' | 'masks' | 'none'): FrameColumns {
  const random = randomNumbers(1);
  const points = () => roundTo(random() * 100, 4);
  const columns = new FrameColumns(count);
  for (let frame = 0; frame < count; frame++) {
    const dropped = random() < 0.1;
    const record: FrameRecord = {
      frame_number: frame,
      time: frame / 25,
      pts: frame * 512,
      picked_by: 'all',
      filename: dropped ? null : `frame_${String(frame).padStart(6, '0')}.jpg`,
      status: dropped ? 'rejected' : 'kept',
      reject_reason: dropped ? 'sharpness' : null,
      sharpness_score: points(),
      edge_strength_score: points(),
      contrast_score: points(),
      brightness_score: points(),
      entropy_score: points(),
      quality_score: null,
      sharpness_raw: roundTo(random() * 4000, 4),
      edge_strength_raw: roundTo(random() * 300, 4),
      error: null,
      ...(parts === 'faces' && { faces: [madeFace(random)] }),
      ...(parts === 'masks' && madeMask(random)),
    };
    columns.append(record);
  }
  return columns;
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function measure(rounds: number, work: (round: number) => unknown): number {
  work(-2);
  work(-1);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    work(round);
    times.push(performance.now() - start);
  }
  return roundTo(median(times), 2);
}

function individual(limit: number): Criteria {
  const open = openCriteria(RUN_WEIGHTS);
  const bounds = { min: limit, max: 95 };
  return {
    ...open,
    mode: 'individual',
    metrics: {
      sharpness: bounds,
      edge_strength: bounds,
      contrast: bounds,
      brightness: bounds,
      entropy: bounds,
    },
  };
}

/** Everything that can be asked of faces, beside bounds on all metrics. */
function allOfFaces(limit: number): Criteria {
  const faces = {
    person: 'anna',
    maxDistance: limit,
    pack: null,
    minConfidence: null,
    eyesOpen: true,
    yaw: { min: -0.4, max: 0.4 },
    count: { min: 1, max: null },
    run: null,
  };
  return { ...individual(5), faces };
}

function faceFigures(count: number, boundMs: number): SelectFigure[] {
  const columns = madeColumns(count, 'faces');
  const ms = measure(7, (round) => histograms(columns, select(columns, allOfFaces(0.4 + round / 100))));
  const compared = measure(3, () => {
    const { distance, person } = columns.faces.values;
    const persons = person.subarray(0, count);
    const distances = Float64Array.from(distance.subarray(0, count), (scaled) => scaled / 10_000);
    columns.compareFaces({ distances, persons, people: ['anna', 'bob'] });
    return histograms(columns, select(columns, allOfFaces(0.4)));
  });
  return [
    {
      name: 'filter + 11 histograms, metrics and faces bounded',
      records: count,
      ms,
      goalMs: boundMs,
      boundMs,
    },
    {
      name: 'the same after another comparison of faces',
      records: count,
      ms: compared,
      goalMs: null,
      boundMs: null,
    },
  ];
}

function maskFigures(count: number, goalMs: number, boundMs: number): SelectFigure[] {
  const columns = madeColumns(count, 'masks');
  const masks = (limit: number) => ({ minIdentity: limit / 100, area: { min: limit, max: 60 } });
  const ms = measure(7, (round) =>
    histograms(columns, select(columns, { ...individual(5), masks: masks(5 + round) })),
  );
  const name = 'filter + 11 histograms, metrics and masks bounded';
  return [{ name, records: count, ms, goalMs, boundMs }];
}

function figuresFor(count: number, goalMs: number, boundMs: number): SelectFigure[] {
  const columns = madeColumns(count, 'none');
  const review = { pinned: [1, count - 1], rejected: [2, count - 2] };
  const rounds = count > 500_000 ? 7 : 15;
  const step = (criteria: Criteria) => histograms(columns, select(columns, criteria, review));
  const overall = (limit: number): Criteria => ({
    ...openCriteria(RUN_WEIGHTS),
    quality: { min: limit, max: null },
  });
  const selection = select(columns, overall(50), review);
  const order = orderBy(columns, 'sharpness', 'descending', RUN_WEIGHTS);
  const budget = { goalMs, boundMs };
  const free = { goalMs: null, boundMs: null };
  const figure = (name: string, ms: number, limits: typeof budget | typeof free) => ({
    name,
    records: count,
    ms,
    ...limits,
  });
  return [
    figure(
      'filter + 8 histograms, five metrics bounded',
      measure(rounds, (round) => step(individual(5 + round))),
      budget,
    ),
    figure(
      'filter + 8 histograms, quality bounded',
      measure(rounds, (round) => step(overall(40 + round))),
      budget,
    ),
    figure(
      'the same with new weights each time',
      measure(rounds, (round) =>
        step({ ...overall(50), weights: weightsFromList([30 + round, 20, 20, 10, 20]) }),
      ),
      budget,
    ),
    figure(
      'filter alone, five metrics bounded',
      measure(rounds, (round) => select(columns, individual(5 + round), review)),
      free,
    ),
    figure(
      'sort by sharpness',
      measure(rounds, () => orderBy(columns, 'sharpness', 'descending', RUN_WEIGHTS)),
      free,
    ),
    figure(
      'kept rows in order',
      measure(rounds, () => keptRows(selection, order)),
      free,
    ),
    ...faceFigures(count, boundMs),
    ...maskFigures(count, boundMs, boundMs),
  ];
}

/** Measures filter, histograms and sorting on one core over 100,000 and 1,000,000 records. */
export function benchSelect(): SelectFigure[] {
  return [...figuresFor(100_000, 8, 16), ...figuresFor(1_000_000, 50, 160)];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.table(benchSelect());
}
