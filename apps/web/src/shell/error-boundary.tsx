import { Component, type ErrorInfo, type ReactNode } from 'react';
import { ErrorState } from '../design/error-state.tsx';

interface Props {
  children: ReactNode;
  /** A change of it (the path) gives the children another chance. */
  resetKey?: string;
  onError?: (error: Error, info: ErrorInfo) => void;
}

/** Keeps a broken part from taking the rest of the screen along. */
export class ErrorBoundary extends Component<Props, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    this.props.onError?.(error, info);
  }

  override componentDidUpdate(before: Props) {
    if (this.state.error && before.resetKey !== this.props.resetKey) this.setState({ error: undefined });
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return <ScreenFailure error={this.state.error} retry={() => this.setState({ error: undefined })} />;
  }
}

export function ScreenFailure({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <ErrorState title="This screen stopped working" retry={{ run: retry }} details={error.message}>
      What you had saved is kept. Try again, or go somewhere else and come back.
    </ErrorState>
  );
}
