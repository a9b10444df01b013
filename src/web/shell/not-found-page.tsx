import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Page } from './page.tsx';

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Page title="There is no such page">
      <Text>
        Go to the{' '}
        <Anchor component={Link} href="/runs">
          runs
        </Anchor>{' '}
        or{' '}
        <Anchor component={Link} href="/new">
          begin a new one
        </Anchor>
        .
      </Text>
    </Page>
  );
}
