import type { ReactNode } from 'react';

/** What the drawn printer shows. It never knows more than the jobs' stages do. */
export type PrinterPose = 'idle' | 'working' | 'done' | 'attention';

/** The printer, with the sheet as far out as is known. */
export function PrinterArt({ pose }: { readonly pose: PrinterPose }): ReactNode {
  return (
    <svg className={`art printer-art printer-art-${pose}`} viewBox="0 0 360 300" aria-hidden="true" focusable="false">
      <rect className="art-shadow" x="34" y="186" width="292" height="16" rx="8" />
      <path className="art-sheet art-edge" d="M104 24h152v60H104z" />
      <rect className="art-body art-edge" x="30" y="70" width="300" height="120" rx="22" />
      <rect className="art-lamp" x="58" y="96" width="44" height="14" rx="7" />
      <rect className="art-slot" x="66" y="142" width="228" height="20" rx="10" />
      <svg x="0" y="153" width="360" height="147" viewBox="0 153 360 147" aria-hidden="true">
        <g className="printer-art-sheet">
          <path className="art-sheet art-edge" d="M92 140h176v138H92z" />
          <path className="art-line printer-art-lines" strokeWidth="9" d="M118 186h124M118 212h124M118 238h80" />
          <path className="art-line printer-art-check" strokeWidth="16" d="M144 216l26 26 48-54" />
        </g>
      </svg>
      <g className="printer-art-alarm">
        <path className="art-alarm art-edge" d="M286 26l50 88h-100z" />
        <path className="art-line" strokeWidth="10" d="M286 58v24M286 99v.1" />
      </g>
    </svg>
  );
}
