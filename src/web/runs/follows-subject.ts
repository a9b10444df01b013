import type { RunDetail } from '../../contract/http.ts';

const isGiven = (texts: unknown): boolean => Array.isArray(texts) && texts.length > 0;

/** Whether a run follows a subject; pointing at one asks for it too. */
export function followsSubject({ all_options: options }: Pick<RunDetail, 'all_options'>): boolean {
  const { enableSubjectMask, subjectBox, subjectPoint } = options;
  return enableSubjectMask === true || isGiven(subjectBox) || isGiven(subjectPoint);
}
