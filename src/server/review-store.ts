import { createHash } from 'node:crypto';
import { AppError } from '../contract/app-error.ts';
import type { ReviewAnswer, ReviewPatch } from '../contract/http.ts';
import type { ReviewFile } from '../contract/run-files.ts';
import { parseReview, readReviewText } from '../run/read-run.ts';
import { changedReview, writeReview } from '../run/review.ts';
import type { RecordStore } from './records/record-store.ts';
import { Turns } from './work/turns.ts';

/** Names the contents of review.json, whoever wrote them. */
function revisionOf(text: string | null): string {
  return text === null ? 'none' : createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Contents of a review.json. */
interface Known {
  readonly text: string | null;
  readonly review: ReviewFile;
  readonly revision: string;
}

/** Runs whose verdicts are kept parsed. */
const MOST_KNOWN = 4;

const answerOf = ({ review, revision }: Known): ReviewAnswer => ({
  pinned: review.pinned,
  rejected: review.rejected,
  revision,
});

/** The verdicts of the runs, as their review.json has them. */
export class ReviewStore {
  readonly #records: RecordStore;
  readonly #changes = new Turns();
  /** By run folder; the one read last stands last. */
  readonly #known = new Map<string, Known>();

  constructor(records: RecordStore) {
    this.#records = records;
  }

  /**
   * The verdicts of a run, those included that another program wrote just now.
   * @throws AppError `run_invalid`
   */
  async get(folder: string): Promise<ReviewAnswer> {
    return answerOf(await this.#read(folder));
  }

  /**
   * Changes verdicts; changes of one run are made one after the other.
   * @throws AppError `review_conflict` when the revision is not the latest, `request_invalid` for a frame that the run
   * does not have, `run_missing`, `run_invalid`, `disk_full`, `output_unwritable`; nothing is changed then
   */
  change(folder: string, patch: ReviewPatch): Promise<ReviewAnswer> {
    return this.#changes.take(folder, () => this.#change(folder, patch));
  }

  async #change(folder: string, { revision, changes }: ReviewPatch): Promise<ReviewAnswer> {
    const before = await this.#read(folder);
    if (before.revision !== revision) throw new AppError('review_conflict');
    const records = await this.#records.fileOf(folder).contents();
    const unknown = changes.find(({ frame_number }) => records.rowOf(frame_number) < 0);
    if (unknown) {
      throw new AppError('request_invalid', { reason: `the run has no frame ${unknown.frame_number}` });
    }
    const review = changedReview(before.review, changes);
    return answerOf(this.#keep(folder, await writeReview(folder, review), review));
  }

  /** The file as it is now; parsed only when it says something else than before. */
  async #read(folder: string): Promise<Known> {
    const text = await readReviewText(folder);
    const known = this.#known.get(folder);
    if (known && known.text === text) return known;
    return this.#keep(folder, text, parseReview(folder, text));
  }

  #keep(folder: string, text: string | null, review: ReviewFile): Known {
    const known = { text, review, revision: revisionOf(text) };
    this.#known.delete(folder);
    this.#known.set(folder, known);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MOST_KNOWN) this.#known.delete(oldest);
    return known;
  }
}
