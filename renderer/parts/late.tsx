import { type ReactNode, useEffect, useState } from 'react';

/** A wait shorter than this is not worth a word: it would only flicker. Milliseconds. */
export const lateMs = 300;

/** Words of a wait: there from the start, so nothing moves and a screen reader has them, seen only when the wait is one. */
export function Late({ children }: { readonly children: ReactNode }): ReactNode {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), lateMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <span className="late" data-late={late || undefined}>
      {children}
    </span>
  );
}
