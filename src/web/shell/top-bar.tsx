import { ActionIcon, Tooltip } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { ColourSchemeMenu } from './colour-scheme-menu.tsx';
import { RunIndicator } from './run-indicator.tsx';
import classes from './top-bar.module.css';

const PLACES = [
  { href: '/new', label: 'New run' },
  { href: '/runs', label: 'Runs' },
] as const;

/** Name, places to go, what is being worked on, colours and keys. */
export function TopBar({ onKeys }: { readonly onKeys: () => void }) {
  const [path] = useLocation();
  return (
    <header className={classes.bar}>
      <Link href="/new" className={classes.logo}>
        <img src="/icon.svg" alt="" width={24} height={24} />
        Framesift
      </Link>
      <nav className={classes.places} aria-label="Pages">
        {PLACES.map(({ href, label }) => (
          <Link
            key={href}
            href={href}
            className={classes.place}
            aria-current={path === href ? 'page' : undefined}
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className={classes.end}>
        <RunIndicator />
        <ColourSchemeMenu />
        <Tooltip label="Keys (?)">
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Keys" onClick={onKeys}>
            <IconKeyboard size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}
