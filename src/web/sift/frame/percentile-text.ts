const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  zero: 'th',
  one: 'st',
  two: 'nd',
  few: 'rd',
  many: 'th',
  other: 'th',
};

/** A percentile in words: `92nd`; the largest value of the run is `highest`. */
export function percentileText(percentile: number | null): string {
  if (percentile === null) return '';
  if (percentile >= 100) return 'highest';
  const whole = Math.floor(percentile);
  return `${whole}${ENDINGS[ORDINALS.select(whole)]}`;
}
