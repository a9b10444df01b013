import { describe, expect, it } from 'vitest';
import { runEventSchema } from '../contract/events.ts';
import { ProgressMeter } from './progress-meter.ts';

const counts = { processed: 40, kept: 30, rejected: 10, error: 0 };

function meterAt(clock: { now: number }) {
  return new ProgressMeter(200, { first: 100, end: 300 }, 12, () => clock.now);
}

describe('progress of a run', () => {
  it('speeds and time left count from this start only', () => {
    const clock = { now: 5000 };
    const meter = meterAt(clock);
    clock.now = 7000;
    const event = meter.event(counts, 150, 6);
    expect(runEventSchema.parse(event)).toEqual(event);
    // 50 of 200 frames in 2 s: 25 a second, 3 s of video, 6 s left.
    expect(event).toMatchObject({
      done: 40,
      total: 200,
      position: 6,
      duration: 12,
      fps: 25,
      speed: 1.5,
      eta: 6,
    });
  });

  it('says nothing of the time left before it can know', () => {
    const clock = { now: 0 };
    const meter = meterAt(clock);
    expect(meter.event(counts, 100, 0).eta).toBeNull();
    clock.now = 300;
    expect(meter.event(counts, 200, 6).eta).toBeNull();
    clock.now = 1000;
    expect(meter.event(counts, 400, 12).eta).toBe(0);
  });

  it('is due ten times a second at most', () => {
    const clock = { now: 0 };
    const meter = meterAt(clock);
    expect(meter.due).toBe(true);
    meter.event(counts, 100, 0);
    clock.now = 99;
    expect(meter.due).toBe(false);
    clock.now = 100;
    expect(meter.due).toBe(true);
  });
});
