import type { ReactNode } from 'react';

/** A card and a reader with the contactless sign. `invite` shows the way down twice and rests; the others lie on the reader. */
export function TapArt({ pose }: { readonly pose: 'invite' | 'reading' | 'rest' }): ReactNode {
  return (
    <svg className={`art tap-art tap-art-${pose}`} viewBox="0 0 560 560" aria-hidden="true" focusable="false">
      <rect className="art-shadow" x="76" y="520" width="408" height="22" rx="11" />
      <rect className="art-body" x="110" y="356" width="340" height="172" rx="34" />
      <rect className="art-slot" x="110" y="492" width="340" height="36" rx="18" />
      <circle className="art-lamp" cx="402" cy="400" r="13" />
      <g className="art-wave tap-art-waves" strokeWidth="14">
        <path d="M228 402a34 34 0 0 1 0 42" />
        <path d="M262 384a64 64 0 0 1 0 78" />
        <path d="M296 366a94 94 0 0 1 0 114" />
      </g>
      <g className="tap-art-card">
        <g transform="rotate(-9 280 170)">
          <rect className="art-sheet art-edge" x="112" y="62" width="336" height="212" rx="24" />
          <rect className="art-card-head" x="148" y="104" width="86" height="104" rx="12" />
          <circle className="art-sheet" cx="191" cy="141" r="18" />
          <path className="art-sheet" d="M159 208a32 34 0 0 1 64 0z" />
          <path className="art-line" strokeWidth="13" d="M268 120h138M268 156h100M150 242h196" />
        </g>
      </g>
    </svg>
  );
}
