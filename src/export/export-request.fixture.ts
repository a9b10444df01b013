import type { FrameRecord } from '../contract/record.ts';
import { openCriteria } from '../select/criteria.ts';
import { RUN_WEIGHTS } from '../select/record.fixture.ts';
import { NO_REVIEW, type Review, selectRecords } from '../select/select.ts';
import type { ExportRequest } from './export-selection.ts';
import { type ExportStyle, PLAIN_STYLE } from './export-style.ts';
import { MADE_RUN, madeRunFolder, realPicture } from './run.fixture.ts';

/** An export of a made run with real pictures, of everything that is kept without thresholds. */
export async function madeRequest(
  records: readonly FrameRecord[],
  style: Partial<ExportStyle> = {},
  given: Partial<ExportRequest> = {},
  review: Review = NO_REVIEW,
): Promise<ExportRequest> {
  const criteria = openCriteria(RUN_WEIGHTS);
  return {
    folder: await madeRunFolder(records, realPicture),
    run: MADE_RUN,
    review: { pinned: [...review.pinned] },
    selected: selectRecords(records, criteria, review),
    criteria,
    to: null,
    link: false,
    style: { ...PLAIN_STYLE, ...style },
    tool: { name: 'framesift', version: '1.2.3' },
    now: new Date(2026, 10, 23, 14, 15, 0),
    ...given,
  };
}
