import { expect, it } from 'vitest';
import type { RunEvent } from '../../contract/events.ts';
import { everyMoment } from './download-reports.ts';

const at = (bytes: number): RunEvent => ({ event: 'download', bytes, total: 100, speed: null, eta: null });

it('tells of a download a few times a second, of its end and of everything else always', () => {
  const told: RunEvent[] = [];
  let now = 0;
  const emit = everyMoment(
    (event) => told.push(event),
    () => now,
  );
  const stage = { event: 'stage', stage: 'probe' } as const;
  emit(at(1));
  now = 100;
  emit(at(2));
  emit(stage);
  now = 160;
  emit(at(3));
  now = 170;
  emit(at(100));
  expect(told).toEqual([at(1), stage, at(3), at(100)]);
});
