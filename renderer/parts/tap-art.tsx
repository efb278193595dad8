import type { ReactNode } from 'react';

/** A card and a reader with the contactless sign. `invite` shows the way down twice and rests; the others lie on the reader. */
export function TapArt({ pose }: { readonly pose: 'invite' | 'reading' | 'rest' }): ReactNode {
  return (
    <svg className={`art tap-art tap-art-${pose}`} viewBox="0 0 560 560" aria-hidden="true" focusable="false">
      <rect className="art-dark art-rim" x="60" y="330" width="440" height="200" rx="42" />
      <path className="art-body art-rim" d="M60 474h440v14a42 42 0 0 1-42 42H102a42 42 0 0 1-42-42z" />
      <circle className="art-lamp" cx="440" cy="386" r="13" />
      <g className="art-wave tap-art-waves" strokeWidth="18">
        <path d="M212 382a38 38 0 0 1 0 46" />
        <path d="M252 362a74 74 0 0 1 0 86" />
        <path d="M292 344a108 108 0 0 1 0 122" />
      </g>
      <g className="tap-art-card">
        <g transform="rotate(-9 280 150)">
          <rect className="art-sheet art-edge" x="92" y="26" width="376" height="236" rx="28" />
          <rect className="art-card-head" x="132" y="72" width="100" height="118" rx="14" />
          <circle className="art-sheet" cx="182" cy="113" r="21" />
          <path className="art-sheet" d="M144 190a38 40 0 0 1 76 0z" />
          <path className="art-line" strokeWidth="15" d="M270 92h154M270 134h112M134 226h220" />
        </g>
      </g>
    </svg>
  );
}
