import type { ReactNode } from 'react';

/** What the drawn printer shows. It never knows more than the jobs' stages do. */
export type PrinterPose = 'idle' | 'working' | 'done' | 'attention';

/** Torn like the sheet of the screen itself. */
const tornSheet = 'M92 140h176v126l-22 14-22-14-22 14-22-14-22 14-22-14-22 14-22-14z';

/** The printer, with the sheet as far out as is known. */
export function PrinterArt({ pose }: { readonly pose: PrinterPose }): ReactNode {
  return (
    <svg className={`art printer-art printer-art-${pose}`} viewBox="10 14 340 276" aria-hidden="true" focusable="false">
      <path className="art-sheet art-edge" d="M104 24h152v60H104z" />
      <rect className="art-body art-rim" x="20" y="70" width="320" height="124" rx="28" />
      <rect className="art-lamp" x="52" y="96" width="46" height="15" rx="7.500" />
      <rect className="art-dark" x="60" y="142" width="240" height="22" rx="11" />
      <svg x="0" y="154" width="360" height="146" viewBox="0 154 360 146" aria-hidden="true">
        <g className="printer-art-sheet">
          <path className="art-sheet art-edge" d={tornSheet} />
          <path className="art-line printer-art-lines" strokeWidth="9" d="M118 184h124M118 208h124M118 232h80" />
          <path className="art-line printer-art-check" strokeWidth="16" d="M144 208l26 26 48-54" />
        </g>
      </svg>
      <g className="printer-art-alarm">
        <path className="art-alarm art-edge" d="M286 26l50 88h-100z" />
        <path className="art-line art-alarm-line" strokeWidth="10" d="M286 58v24M286 99v.1" />
      </g>
    </svg>
  );
}
