import type { ReviewAnswer } from '../../../contract/http.ts';
import { ApiError } from '../../api/api-error.ts';
import { api, resultOf } from '../../api/client.ts';
import { toastRetry } from './retry-toast.tsx';
import { type FailureKind, ReviewSync } from './review-sync.ts';
import { UnsentStore } from './unsent-store.ts';
import type { VerdictChange } from './verdict-book.ts';

function kindOf(thrown: unknown): FailureKind {
  if (!(thrown instanceof ApiError)) return 'unreachable';
  if (thrown.code === 'review_conflict') return 'conflict';
  // 401: the server was started anew; the marks wait until this browser is known to it again.
  return thrown.status === 0 || thrown.status === 401 ? 'unreachable' : 'refused';
}

/**
 * The verdicts of a run, kept in step with the server.
 * @param again gives refused verdicts once more, when a person asks for it
 */
export function browserReview(
  run: string,
  answer: ReviewAnswer,
  again: (changes: readonly VerdictChange[]) => void,
): ReviewSync {
  const param = { id: run };
  return new ReviewSync(answer, {
    transport: {
      fetch: () => resultOf(api.runs[':id'].review.$get({ param })),
      send: (json) => resultOf(api.runs[':id'].review.$patch({ param, json })),
    },
    unsent: new UnsentStore(localStorage, run),
    kindOf,
    onRefused: (thrown, changes) => toastRetry(thrown, () => again(changes)),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
}
