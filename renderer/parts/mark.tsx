import type { ReactNode } from 'react';

/** The station's mark: a sheet out of a slot, its lines bent into the waves of a card reader. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect className="art-sheet" x="15" y="15" width="34" height="44" rx="3" />
      <rect className="art-slot" x="4" y="9" width="56" height="10" rx="5" />
      <g className="art-wave" strokeWidth="5">
        <path d="M22 52a4 4 0 0 1 .1 0" />
        <path d="M22 41a11 11 0 0 1 11 11" />
        <path d="M22 30a22 22 0 0 1 22 22" />
      </g>
    </svg>
  );
}
