import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import classes from './disclosure.module.css';

interface DisclosureProps {
  readonly title: string;
  /** Next to the title, in a word or two. */
  readonly badge?: ReactNode;
  /** The badge says that something has to be mended. */
  readonly wrong?: boolean;
  /** What is inside, in one line, while it is closed. */
  readonly summary?: string;
  /** Stands at the end of the line and can be pressed by itself. */
  readonly action?: ReactNode;
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A heading that opens and closes what stands below it. */
export function Disclosure(props: DisclosureProps) {
  const { title, badge, wrong = false, summary, action, open, onToggle, children } = props;
  const id = useId();
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.heading}>
          <UnstyledButton
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => onToggle(!open)}
          >
            <IconChevronRight className={classes.arrow} size={16} aria-hidden />
            {title}
            {badge && (
              <span className={classes.badge} data-wrong={wrong || undefined}>
                {badge}
              </span>
            )}
            {!open && <span className={classes.summary}>{summary}</span>}
          </UnstyledButton>
        </h2>
        {action}
      </div>
      <Collapse expanded={open} transitionDuration={120} keepMounted={false} id={id}>
        {children}
      </Collapse>
    </>
  );
}
