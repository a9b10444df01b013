import { describe, expect, it } from 'vitest';
import { withBounds } from '../filters/filter-list.ts';
import { markRows } from './marking.ts';
import { madeSift, madeTable } from './sift.fixture.ts';

const sharp = (sift: ReturnType<typeof madeSift>, min: number | null) =>
  withBounds({ ...sift.model.criteria.value, mode: 'individual' }, 'sharpness', { min, max: null });

describe('SiftModel', () => {
  it('joins changes until the next picture', () => {
    const sift = madeSift([10, 20, 30, 40]);
    const outcomes: number[] = [];
    sift.model.outcome.subscribe(() => outcomes.push(sift.model.outcome.value.selection.kept));
    sift.model.preview(sharp(sift, 15));
    sift.model.preview(sharp(sift, 25));
    sift.model.preview(sharp(sift, 35));
    expect(sift.waiting()).toBe(1);
    expect(sift.model.dragging.value).toBe(true);
    sift.paint();
    expect(outcomes).toEqual([1]);
    expect([...sift.model.shown.value.rows]).toEqual([3]);
  });

  it('makes one step of a drag, and takes it back', () => {
    const sift = madeSift([10, 20, 30, 40]);
    for (const min of [12, 22, 32]) sift.model.preview(sharp(sift, min));
    sift.model.commit('sharpness at least 32.0');
    sift.paint();
    expect(sift.model.history.names.value.undo).toBe('sharpness at least 32.0');
    expect(sift.model.history.undo()).toBe('sharpness at least 32.0');
    expect(sift.model.outcome.value.selection.kept).toBe(4);
    expect(sift.model.history.names.value).toEqual({ undo: null, redo: 'sharpness at least 32.0' });
    sift.model.history.redo();
    expect(sift.model.outcome.value.selection.kept).toBe(1);
  });

  it('joins keys on one handle into one step, but not after a rest', () => {
    const sift = madeSift([10, 20, 30, 40]);
    for (const min of [1, 2, 3]) sift.model.change(sharp(sift, min), `at least ${min}`, 'sharpness min');
    sift.clock.now += 5000;
    sift.model.change(sharp(sift, 4), 'at least 4', 'sharpness min');
    expect(sift.model.history.undo()).toBe('at least 4');
    expect(sift.model.history.undo()).toBe('at least 3');
    expect(sift.model.history.undo()).toBeNull();
  });

  it('takes in rows while the run goes on', () => {
    const sift = madeSift([10, 20]);
    sift.model.append(madeTable([30, 40, 50], 2));
    sift.paint();
    expect([...sift.model.shown.value.rows]).toEqual([0, 1, 2, 3, 4]);
    sift.model.look({ sort: 'sharpness', direction: 'descending' });
    sift.paint();
    expect([...sift.model.shown.value.rows]).toEqual([4, 3, 2, 1, 0]);
    sift.model.append(madeTable([45], 5));
    sift.paint();
    expect([...sift.model.shown.value.rows]).toEqual([4, 5, 3, 2, 1, 0]);
  });

  it('shows dropped frames in their places, or those of one reason', () => {
    const sift = madeSift([10, 40, 20, 30]);
    sift.model.change(sharp(sift, 25), 'x');
    sift.model.look({ dropped: true });
    sift.paint();
    expect([...sift.model.shown.value.rows]).toEqual([0, 1, 2, 3]);
    sift.model.look({ dropped: false, reason: 'sharpness' });
    sift.paint();
    expect([...sift.model.shown.value.rows]).toEqual([0, 2]);
    sift.give([{ frame_number: 10, verdict: 'reject' }]);
    sift.model.look({ reason: null, marks: 'rejected' });
    sift.paint();
    expect([...sift.model.shown.value.rows]).toEqual([1]);
  });

  it('says what a criterion drops, and what it drops alone', () => {
    const sift = madeSift([10, 40, 20, 30]);
    const criteria = withBounds(sharp(sift, 25), 'time', { min: 1, max: null });
    sift.model.change(criteria, 'x');
    sift.paint();
    expect(sift.model.outcome.value.drops('sharpness')).toEqual({ all: 2, alone: 1 });
    expect(sift.model.outcome.value.drops('time')).toEqual({ all: 1, alone: 0 });
  });
});

describe('the focus', () => {
  it('goes on when a frame is rejected, at the end to the one before, and comes back with Undo', () => {
    const sift = madeSift([10, 20, 30]);
    const { model, attention } = sift;
    attention.moveTo(2);
    markRows(sift, { verdict: 'reject', rows: [2], advance: false, stay: false });
    expect(attention.focus.value).toBe(1);
    markRows(sift, { verdict: 'reject', rows: [1], advance: false, stay: false });
    expect(attention.focus.value).toBe(0);
    expect(model.history.undo()).toBe('reject #10');
    expect(attention.focus.value).toBe(1);
    model.history.undo();
    expect([attention.focus.value, model.shown.value.length]).toEqual([2, 3]);
    model.history.redo();
    expect([attention.focus.value, model.shown.value.length]).toEqual([1, 2]);
  });

  it('stays on a frame that was pinned, unless marks go on by themselves', () => {
    const sift = madeSift([10, 20, 30]);
    sift.attention.moveTo(0);
    markRows(sift, { verdict: 'pin', rows: [0], advance: false, stay: false });
    expect(sift.attention.focus.value).toBe(0);
    markRows(sift, { verdict: 'pin', rows: [0], advance: true, stay: false });
    expect([sift.attention.focus.value, sift.model.verdicts.size]).toEqual([1, 0]);
  });

  it('stays on the large picture although the gallery shows it no more', () => {
    const sift = madeSift([10, 20, 30]);
    sift.attention.moveTo(1);
    markRows(sift, { verdict: 'reject', rows: [1], advance: false, stay: true });
    expect(sift.attention.focus.value).toBe(1);
    expect([sift.attention.neighbour(-1), sift.attention.neighbour(1)]).toEqual([0, 2]);
  });

  it('steps in the order of the gallery, or in time', () => {
    const sift = madeSift([10, 30, 20, 40]);
    sift.model.look({ sort: 'sharpness', direction: 'descending' });
    sift.model.change(sharp(sift, 15), 'x');
    sift.paint();
    sift.attention.moveTo(1);
    expect([sift.attention.neighbour(-1), sift.attention.neighbour(1)]).toEqual([3, 2]);
    expect(sift.attention.neighbourInTime(-1, false)).toBe(0);
    expect(sift.attention.neighbourInTime(-1, true)).toBe(-1);
  });

  it('steps to the first frame shown of another shot', () => {
    const sift = madeSift([]);
    const shots = [0, 0, -1, 1, 1, 2, 3, 3];
    const table = madeTable([10, 30, 30, 10, 30, 10, 30, 30]);
    sift.model.append({ ...table, shots: Int32Array.from(shots) });
    const around = (row: number): number[] => {
      sift.attention.moveTo(row);
      return [sift.attention.neighbourShot(-1), sift.attention.neighbourShot(1)];
    };
    sift.paint();
    expect(shots.map((_, row) => around(row))).toEqual([
      [-1, 3],
      [-1, 3],
      [0, 3],
      [0, 5],
      [0, 5],
      [3, 6],
      [5, -1],
      [5, -1],
    ]);
    // First frames that are not shown count for nothing, nor do shots of which none is, nor the order of the gallery.
    sift.model.change(sharp(sift, 15), 'x');
    sift.model.look({ sort: 'sharpness', direction: 'descending' });
    sift.paint();
    expect([around(1), around(4), around(5), around(7)]).toEqual([
      [-1, 4],
      [1, 6],
      [4, 6],
      [4, -1],
    ]);
  });

  it('stays where it is in a run without shots, or of one', () => {
    const sift = madeSift([10, 20, 30]);
    sift.attention.moveTo(1);
    expect([sift.attention.neighbourShot(-1), sift.attention.neighbourShot(1)]).toEqual([-1, -1]);
    const single = madeSift([]);
    single.model.append({ ...madeTable([10, 20, 30]), shots: Int32Array.of(5, 5, 5) });
    single.paint();
    single.attention.moveTo(1);
    expect([single.attention.neighbourShot(-1), single.attention.neighbourShot(1)]).toEqual([-1, -1]);
  });
});

describe('the selection', () => {
  it('takes a range from where the last click was, also after the order has changed', () => {
    const sift = madeSift([10, 30, 20, 40]);
    sift.attention.click(1, { shift: false, ctrl: false });
    sift.attention.click(3, { shift: true, ctrl: false });
    expect(sift.attention.targets).toEqual([1, 2, 3]);
    sift.model.look({ sort: 'sharpness', direction: 'ascending' });
    sift.paint();
    sift.attention.click(0, { shift: true, ctrl: false });
    expect(sift.attention.targets).toEqual([0, 1, 2]);
  });

  it('survives filters and arrows while it is more than one frame', () => {
    const sift = madeSift([10, 30, 20, 40]);
    sift.attention.click(0, { shift: false, ctrl: false });
    sift.attention.click(2, { shift: false, ctrl: true });
    sift.model.change(sharp(sift, 15), 'x');
    sift.paint();
    sift.attention.moveTo(3);
    expect(sift.attention.targets).toEqual([0, 2]);
    expect(sift.attention.selected.value.countIn(sift.model.shown.value.rows)).toBe(1);
  });

  it('of one frame goes with the focus, so that a key acts on what is seen', () => {
    const sift = madeSift([10, 30, 20, 40]);
    sift.attention.click(0, { shift: false, ctrl: false });
    sift.attention.moveTo(3);
    expect(sift.attention.targets).toEqual([3]);
  });

  it('is let go when its frames are gone, and is back with Undo', () => {
    const sift = madeSift([10, 30, 20, 40]);
    sift.attention.click(0, { shift: false, ctrl: false });
    sift.attention.click(1, { shift: true, ctrl: false });
    markRows(sift, { verdict: 'reject', rows: sift.attention.targets, advance: false, stay: false });
    expect([sift.attention.selected.value.size, sift.attention.focus.value]).toEqual([0, 2]);
    expect(sift.model.history.undo()).toBe('reject 2 frames');
    expect(sift.attention.targets).toEqual([0, 1]);
  });

  it('marks all with one key and clears all with the same key', () => {
    const sift = madeSift([10, 30]);
    sift.attention.selectAll();
    markRows(sift, { verdict: 'pin', rows: sift.attention.targets, advance: false, stay: false });
    expect([...sift.model.verdicts.keys()]).toEqual([0, 10]);
    markRows(sift, { verdict: 'pin', rows: sift.attention.targets, advance: false, stay: false });
    expect(sift.model.verdicts.size).toBe(0);
    expect(sift.model.history.names.value.undo).toBe('clear the mark of 2 frames');
  });
});
