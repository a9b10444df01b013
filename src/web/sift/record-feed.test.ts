import { describe, expect, it } from 'vitest';
import { emptyTable, type RecordTable, sliceTable } from '../../contract/record-table.ts';
import { FrameData } from './model/frame-data.ts';
import { RecordFeed, takenIn } from './record-feed.ts';

function rows(numbers: readonly number[], generation: string): RecordTable {
  const table = emptyTable(0, numbers.length, generation);
  table.frameNumber.set(numbers);
  return table;
}

function made(first: RecordTable) {
  const server = { table: first, requests: [] as number[] };
  let data = new FrameData();
  data.append(first);
  const feed = new RecordFeed(first.generation, {
    fetch: async (known) => {
      const from = known?.generation === server.table.generation ? known.rows : 0;
      server.requests.push(from);
      await Promise.resolve();
      return sliceTable(server.table, Math.min(from, server.table.rows), server.table.rows);
    },
    length: () => data.length,
    append: (table) => data.append(table),
    replace: (other) => {
      data = other;
    },
    breathe: () => Promise.resolve(),
  });
  const numbers = () => [...data.columns.frameNumbers.subarray(0, data.length)];
  return { server, feed, numbers };
}

describe('RecordFeed', () => {
  it('fetches only what is missing', async () => {
    const { server, feed, numbers } = made(rows([0, 1], 'a'));
    server.table = rows([0, 1, 2, 3], 'a');
    await feed.pull();
    expect([server.requests, numbers()]).toEqual([[2], [0, 1, 2, 3]]);
  });

  it('asks once more for what came while it was asking', async () => {
    const { server, feed, numbers } = made(rows([0], 'a'));
    server.table = rows([0, 1], 'a');
    const pulled = feed.pull();
    server.table = rows([0, 1, 2], 'a');
    void feed.pull();
    void feed.pull();
    await pulled;
    expect([server.requests.length, numbers()]).toEqual([2, [0, 1, 2]]);
  });

  it('begins anew when the run was written again', async () => {
    const { server, feed, numbers } = made(rows([5, 3, 4], 'a'));
    server.table = rows([3, 4, 5, 6], 'b');
    await feed.pull();
    expect([server.requests, numbers()]).toEqual([[0], [3, 4, 5, 6]]);
    await feed.pull();
    expect(server.requests).toEqual([0, 4]);
  });
});

it('takes a large table in part by part', async () => {
  let rests = 0;
  const table = emptyTable(0, 250_000);
  for (let row = 0; row < table.rows; row++) table.frameNumber[row] = row;
  const data = await takenIn(table, async () => {
    rests++;
  });
  expect([data.length, rests, data.numberOf(249_999)]).toEqual([250_000, 2, 249_999]);
});
