import { type ReactNode, useState } from 'react';
import { KeysDialog } from './keys-dialog.tsx';
import classes from './shell.module.css';
import { TopBar } from './top-bar.tsx';
import { usePageKey } from './use-page-key.ts';

/** The frame around every page but Sift: bar with the name, places to go, colour scheme, keys. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [keysShown, showKeys] = useState(false);
  usePageKey('?', () => showKeys(true));
  return (
    <>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <TopBar onKeys={() => showKeys(true)} />
      <main id="content" data-focus-home="" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <KeysDialog opened={keysShown} onClose={() => showKeys(false)} />
    </>
  );
}
