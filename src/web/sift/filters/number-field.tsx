import { useState } from 'react';
import { leaveField } from '../../shell/keep-focus.ts';
import classes from './filters.module.css';

interface NumberFieldProps {
  readonly label: string;
  /** As it is written; empty = no limit. */
  readonly text: string;
  /** What stands in an empty field: the end of the scale. */
  readonly placeholder: string;
  /** The value of a text; null when it is none. */
  readonly parse: (text: string) => number | null;
  /** Why a value cannot be; null when it can. */
  readonly problemOf: (value: number) => string | null;
  /** Told the value when the field is left; null = no limit. */
  readonly onSet: (value: number | null) => void;
  /** Told how many steps up or down arrow keys ask for. */
  readonly onStep: (steps: number) => void;
  readonly wide?: boolean;
}

/** A limit to be typed. The text stays as it is typed until Enter, or until the field is left. */
export function NumberField(props: NumberFieldProps) {
  const { label, text, placeholder, parse, problemOf, onSet, onStep, wide = false } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed === null || typed.trim() === '' ? null : parse(typed);
  const wrong = typed !== null && typed.trim() !== '' && value === null;
  const problem = wrong ? 'Not a number' : value === null ? null : problemOf(value);
  const leave = (): void => {
    if (typed !== null && typed !== text && problem === null) onSet(value);
    setTyped(null);
  };
  const key = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') leave();
    else if (event.key === 'Escape') {
      setTyped(null);
      event.preventDefault();
      leaveField();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      setTyped(null);
      onStep((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1));
    }
  };
  return (
    <input
      className={classes.number}
      data-wide={wide || undefined}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      aria-label={label}
      aria-invalid={problem !== null || undefined}
      title={problem ?? undefined}
      value={typed ?? text}
      placeholder={placeholder}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onBlur={leave}
      onKeyDown={key}
    />
  );
}

/** A number as people type it, with a point or a comma. */
export function parseNumber(text: string): number | null {
  const value = Number(text.trim().replace(',', '.').replace(/\s*%$/, ''));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
}
