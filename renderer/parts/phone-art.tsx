import type { ReactNode } from 'react';

/** A phone looking at a code. */
export function PhoneArt(): ReactNode {
  return (
    <svg className="art phone-art" viewBox="0 0 200 200" aria-hidden="true" focusable="false">
      <rect className="art-slot" x="50" y="10" width="100" height="180" rx="18" />
      <rect className="art-sheet" x="60" y="28" width="80" height="136" rx="6" />
      <g className="art-line phone-art-code" strokeWidth="7">
        <rect x="74" y="54" width="20" height="20" rx="2" />
        <rect x="107" y="54" width="20" height="20" rx="2" />
        <rect x="74" y="87" width="20" height="20" rx="2" />
        <path d="M107 90h8M124 90h3M107 106h3M119 106h8" />
      </g>
      <path className="art-wave" strokeWidth="9" d="M74 138h52" />
      <circle className="art-sheet" cx="100" cy="177" r="5" />
    </svg>
  );
}
