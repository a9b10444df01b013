import type { ComponentProps } from 'react';
import classes from './panel.module.css';

interface PanelProps extends ComponentProps<'section'> {
  /** Without space inside, for lists that reach its edges. */
  readonly flush?: boolean;
}

/** A raised area that holds things which belong together. */
export function Panel({ flush = false, className = '', ...rest }: PanelProps) {
  return <section {...rest} data-flush={flush || undefined} className={`${classes.panel} ${className}`} />;
}
