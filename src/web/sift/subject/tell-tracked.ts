import type { RunDetail } from '../../../contract/http.ts';
import { ApiError } from '../../api/api-error.ts';
import { announce } from '../../parts/live-region.tsx';
import { toastError, toastInfo } from '../../parts/toasts.tsx';
import { changePrefs } from '../sift-prefs.ts';

/** Shows the masks and says that the shots of a choice have been tracked again, or why they have not. */
export function tellTracked(what: string, { state, error }: RunDetail): void {
  if (state === 'done') {
    changePrefs({ mask: true });
    toastInfo(`Done: ${what}. Masks and values are up to date.`);
    announce('The subject is tracked again.');
    return;
  }
  const message = 'The subject could not be tracked again';
  const hint = 'The choice is kept; resume the run to go on.';
  const problem = { code: 'run_ended', message: `${message}: the run is ${state}.`, hint };
  toastError(new ApiError({ error: error ?? problem }, 0));
}
