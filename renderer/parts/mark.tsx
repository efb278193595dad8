import type { ReactNode } from 'react';

/** The station's mark: a sheet out of a slot, on it the sign of a card reader. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect className="art-sheet" x="15" y="15" width="34" height="44" rx="3" />
      <rect className="art-slot" x="4" y="9" width="56" height="10" rx="5" />
      <g className="art-wave" strokeWidth="5">
        <path d="M22 34a9 9 0 0 1 0 9" />
        <path d="M30 29.500a19 19 0 0 1 0 18" />
        <path d="M38 25a29 29 0 0 1 0 27" />
      </g>
    </svg>
  );
}
