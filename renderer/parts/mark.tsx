import type { ReactNode } from 'react';

/** The station's mark: a torn sheet out of a slot, on it the sign of a card reader. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <path className="art-sheet" d="M14 14h36v42l-6 5-6-5-6 5-6-5-6 5-6-5z" />
      <rect className="art-dark art-rim" x="4" y="6" width="56" height="12" rx="6" />
      <g className="art-wave" strokeWidth="5">
        <path d="M22 33a9 9 0 0 1 0 9" />
        <path d="M30 28.500a19 19 0 0 1 0 18" />
        <path d="M38 24a29 29 0 0 1 0 27" />
      </g>
    </svg>
  );
}
