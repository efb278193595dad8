import type { ReactNode } from 'react';

/** A globe: the language of the screen, known to people who read none of its words. */
export function GlobeIcon(): ReactNode {
  return (
    <svg className="icon icon-globe" viewBox="0 0 32 32" aria-hidden="true" focusable="false" strokeWidth="2.8">
      <circle cx="16" cy="16" r="13" />
      <path d="M3 16h26M16 3c-8.500 7.500-8.500 18.500 0 26M16 3c8.500 7.500 8.500 18.500 0 26" />
    </svg>
  );
}

/** A person with open arms in a circle, as on every machine: easier to see and reach. */
export function PersonIcon(): ReactNode {
  return (
    <svg className="icon icon-person" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle cx="16" cy="16" r="14" />
      <circle className="icon-dot" cx="16" cy="8.800" r="1.300" />
      <path d="M8.500 13.500l7.500 1.300 7.500-1.300M16 14.800v5M16 18.500l-3.400 6.500M16 18.500l3.400 6.500" />
    </svg>
  );
}
