import type { OptionFactsView } from '../../../contract/http.ts';
import type { SiteAnswer, SiteVideo } from '../../../contract/site.ts';
import { formatBytes, formatCount } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import { currentValue, type Values } from '../form/option-rules.ts';
import { labelOf, valueText } from '../form/option-words.ts';

/** One fact about what an address holds. */
export interface SiteFact {
  readonly label: string;
  readonly value: string;
}

/** Host of an address, without what every address has. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : address;
}

/** What the page says of a video; what it does not say is left out. */
export function videoFacts({ uploader, duration, height, bytes, chapters, file }: SiteVideo): SiteFact[] {
  return [
    ...(uploader === null ? [] : [{ label: 'By', value: uploader }]),
    ...(duration === null ? [] : [{ label: 'Length', value: formatDuration(duration) }]),
    ...(height === null ? [] : [{ label: 'Picture', value: `${height}\u00a0px high` }]),
    ...(bytes === null ? [] : [{ label: file === null ? 'Download' : 'File', value: formatBytes(bytes) }]),
    ...(chapters === 0 ? [] : [{ label: 'Chapters', value: formatCount(chapters) }]),
  ];
}

/** What becomes of a video when the run begins. */
export function videoNote({ live, file }: SiteVideo): string {
  if (file !== null) return `Downloaded before, and not fetched again: ${file}`;
  const fetched = live === 'no' ? 'downloaded' : 'recorded';
  return `It is ${fetched} when the run begins; how many frames each way looks at is known then.`;
}

function limitOf(name: string, options: readonly OptionFactsView[], given: Values) {
  const facts = options.find((option) => option.name === name);
  const value = facts ? currentValue(facts, given) : null;
  return facts && typeof value === 'number' ? { value, words: valueText(facts, value) } : null;
}

/** Why a video cannot be downloaded with the options as they are; null = it can. */
function videoObstacle(video: SiteVideo, options: readonly OptionFactsView[], given: Values): string | null {
  const { live, duration, bytes, file } = video;
  if (file !== null) return null;
  if (live === 'upcoming') return 'This stream has not begun: try again when it is over.';
  if (live === 'live') {
    if (limitOf('end', options, given) !== null) return null;
    return `This stream is going on now: set “${labelOf('end')}” to record that much of it, or wait until it is over.`;
  }
  const longest = limitOf('maxDownloadDuration', options, given);
  if (longest && duration !== null && duration > longest.value)
    return `Longer than “${labelOf('maxDownloadDuration')}” allows: ${longest.words}.`;
  const largest = limitOf('maxDownloadSize', options, given);
  if (largest && bytes !== null && bytes > largest.value * 1_000_000)
    return `Larger than “${labelOf('maxDownloadSize')}” allows: ${largest.words}.`;
  return null;
}

/** Why no run of what an address holds can begin; null = it can. */
export function siteObstacle(
  { answer, error }: { readonly answer: SiteAnswer | null; readonly error: unknown },
  options: readonly OptionFactsView[],
  given: Values,
): string | null {
  if (answer === null)
    return error === null ? 'Waiting for what the site says.' : 'This address cannot be used, see above.';
  return answer.kind === 'video' ? videoObstacle(answer, options, given) : null;
}
