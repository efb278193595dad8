import type { ReactNode } from 'react';

/** A phone looking at a code. */
export function PhoneArt(): ReactNode {
  return (
    <svg className="art phone-art" viewBox="40 4 120 192" aria-hidden="true" focusable="false">
      <rect className="art-dark art-rim" x="48" y="10" width="104" height="180" rx="18" />
      <rect className="art-sheet" x="59" y="27" width="82" height="138" rx="6" />
      <g className="art-line phone-art-code" strokeWidth="7">
        <rect x="73" y="52" width="21" height="21" rx="2" />
        <rect x="107" y="52" width="21" height="21" rx="2" />
        <rect x="73" y="86" width="21" height="21" rx="2" />
        <path d="M107 89h8M124 89h4M107 106h3M119 106h9" />
      </g>
      <path className="art-line" strokeWidth="9" d="M74 138h52" />
      <circle className="art-sheet" cx="100" cy="177.500" r="5" />
    </svg>
  );
}
