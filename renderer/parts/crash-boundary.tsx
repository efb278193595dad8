import { Component, type ReactNode } from 'react';

interface Props {
  readonly sentence: string;
  readonly again: string;
  readonly onAgain: () => void;
  readonly children: ReactNode;
}

/** A bug in a screen takes the screen away, names and all, and leaves one sentence. */
export class CrashBoundary extends Component<Props, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { readonly crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    const { sentence, again, onAgain, children } = this.props;
    if (!this.state.crashed) return children;
    return (
      <main className="station crashed" data-screen="crashed">
        <h1>{sentence}</h1>
        <button type="button" className="button button-primary button-big" onClick={onAgain}>
          {again}
        </button>
      </main>
    );
  }
}
