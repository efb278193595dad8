import type { ReactNode } from 'react';

function Icon({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** A finished thing. */
export function CheckIcon(): ReactNode {
  return (
    <Icon name="check">
      <path d="M6 17l7 7L26 9" />
    </Icon>
  );
}

/** Something that needs a person. */
export function AlertIcon(): ReactNode {
  return (
    <Icon name="alert">
      <path d="M16 4L29 27H3z" />
      <path d="M16 13v6M16 23.2v.1" />
    </Icon>
  );
}

/** A word to the person, nothing wrong. */
export function InfoIcon(): ReactNode {
  return (
    <Icon name="info">
      <circle cx="16" cy="16" r="13" />
      <path d="M16 15v8M16 9.5v.1" />
    </Icon>
  );
}

/** Under way. */
export function MovingIcon(): ReactNode {
  return (
    <Icon name="moving">
      <path d="M16 5v20M8 17l8 8 8-8" />
    </Icon>
  );
}

/** Not known. */
export function UnknownIcon(): ReactNode {
  return (
    <Icon name="unknown">
      <path d="M10 11a6 6 0 1 1 8.5 5.5C16.800 17.300 16 18.400 16 20.500M16 26v.1" />
    </Icon>
  );
}

/** No way to the services. */
export function OfflineIcon(): ReactNode {
  return (
    <Icon name="offline">
      <path d="M9.500 25H22a6 6 0 0 0 4.600-9.800M21.500 11.500A8 8 0 0 0 13 7.600M9.200 11.600A6.800 6.800 0 0 0 9.500 25" />
      <path d="M5 5l22 22" />
    </Icon>
  );
}

/** A printer that can be chosen. */
export function PrinterIcon(): ReactNode {
  return (
    <Icon name="printer">
      <path d="M9 12V4h14v8M9 24H4V12h24v12h-5" />
      <path d="M9 19h14v9H9z" />
    </Icon>
  );
}

/** Called off. */
export function CrossIcon(): ReactNode {
  return (
    <Icon name="cross">
      <path d="M8 8l16 16M24 8L8 24" />
    </Icon>
  );
}

/** The way back, in reading direction. */
export function BackIcon(): ReactNode {
  return (
    <Icon name="back">
      <path d="M20 6L10 16l10 10" />
    </Icon>
  );
}

/** The way on, in reading direction. */
export function OnIcon(): ReactNode {
  return (
    <Icon name="on">
      <path d="M12 6l10 10-10 10" />
    </Icon>
  );
}
