import { Button, Group } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ErrorNotice } from '../parts/error-notice.tsx';
import { Page } from './page.tsx';

interface ErrorBoundaryProps {
  /** Address of the page: going elsewhere forgets the error. */
  readonly place: string;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: unknown;
  readonly place: string;
}

/** Shows a defect of a page instead of a blank window; the rest of the app goes on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<ErrorBoundaryState> {
    return { error };
  }

  static getDerivedStateFromProps(
    { place }: ErrorBoundaryProps,
    state: ErrorBoundaryState,
  ): Partial<ErrorBoundaryState> | null {
    return place === state.place ? null : { error: null, place };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Page title="This page does not work">
        <ErrorNotice error={error} />
        <Group mt="lg">
          <Button variant="default" onClick={() => window.location.reload()}>
            Reload
          </Button>
          <Button variant="default" component="a" href="/runs">
            Go to the runs
          </Button>
        </Group>
      </Page>
    );
  }
}
