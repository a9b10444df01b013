import { type ReactNode, useEffect, useRef } from 'react';
import classes from './page.module.css';

/** Where the address without a page leads. */
export const FIRST_PAGE = '/new';

/** The page by which the app was entered: the browser reads its title, so nothing needs the focus there. */
let entrance: string | null = window.location.pathname === '/' ? FIRST_PAGE : window.location.pathname;

interface PageProps {
  /** Name of the page, in the window's title. */
  readonly title: string;
  /** What the heading says, where it is more than the title. */
  readonly heading?: ReactNode;
  /** What stands to the right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Sets the window's title while the component is there. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Framesift`;
  }, [title]);
}

/** A page of the shell. Coming from another page moves the focus to its heading, as a screen reader expects. */
export function Page({ title, heading = title, actions, children }: PageProps) {
  const top = useRef<HTMLHeadingElement>(null);
  useTitle(title);
  useEffect(() => {
    if (entrance === window.location.pathname) return;
    entrance = null;
    window.scrollTo(0, 0);
    top.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.heading} ref={top} tabIndex={-1}>
          {heading}
        </h1>
        {actions}
      </div>
      {children}
    </div>
  );
}
