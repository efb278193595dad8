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

/** Back to how it was. */
export function ResetIcon(): ReactNode {
  return (
    <Icon name="reset">
      <path d="M5 5v8h8M5.500 13A11.500 11.500 0 1 1 7 23" />
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

/** What is hidden can be seen. */
export function EyeIcon(): ReactNode {
  return (
    <Icon name="eye">
      <path d="M3 16c6-11 20-11 26 0-6 11-20 11-26 0z" />
      <circle cx="16" cy="16" r="4" />
    </Icon>
  );
}

/** What can be set. */
export function SlidersIcon(): ReactNode {
  return (
    <Icon name="sliders">
      <path d="M4 9h8M20 9h8M4 23h14M26 23h2" />
      <circle cx="16" cy="9" r="3.5" />
      <circle cx="22" cy="23" r="3.5" />
    </Icon>
  );
}

/** One fewer. */
export function MinusIcon(): ReactNode {
  return (
    <Icon name="minus">
      <path d="M6 16h20" />
    </Icon>
  );
}

/** One more. */
export function PlusIcon(): ReactNode {
  return (
    <Icon name="plus">
      <path d="M6 16h20M16 6v20" />
    </Icon>
  );
}

/** Takes the last figure away; points against the direction in which figures are written, which is the same everywhere. */
export function EraseIcon(): ReactNode {
  return (
    <Icon name="erase">
      <path d="M11 7h18v18H11L3 16z" />
      <path d="M16 12.500l8 7M24 12.500l-8 7" />
    </Icon>
  );
}
