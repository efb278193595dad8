import { type ReactNode, useMemo } from 'react';
import { qrPath } from '../format/qr-path.ts';

/** A QR code, black on white whatever the colours of the screen: cameras need it so. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { side, path } = useMemo(() => qrPath(text), [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect className="qr-light" width={side} height={side} />
      <path className="qr-dark" d={path} />
    </svg>
  );
}
