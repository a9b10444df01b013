import fc from 'fast-check';
import { expect, it } from 'vitest';
import { weightsFromList } from '../../../contract/metric.ts';
import { FrameColumns } from '../../../select/columns.ts';
import { orderBy } from '../../../select/order.ts';
import { OrderBook } from './order-book.ts';
import { madeTable } from './sift.fixture.ts';

const weights = weightsFromList([30, 20, 20, 10, 20]);

it('turns an order that is there into the one that sorting would give', () => {
  const scores = fc.array(fc.constantFrom(10, 20, 30, Number.NaN), { maxLength: 30 });
  fc.assert(
    fc.property(scores, fc.constantFrom('ascending', 'descending'), (sharpness, direction) => {
      const columns = new FrameColumns();
      columns.appendTable(madeTable(sharpness));
      const book = new OrderBook(null, () => {});
      const wish = { columns, sort: 'sharpness_raw', weights } as const;
      const opposite = direction === 'ascending' ? 'descending' : 'ascending';
      book.exact({ ...wish, direction: opposite });
      expect([...(book.exact({ ...wish, direction })?.permutation ?? [])]).toEqual([
        ...orderBy(columns, 'sharpness_raw', direction, weights),
      ]);
    }),
  );
});
