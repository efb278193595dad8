import type { ReactNode } from 'react';

/** The station's one button. `primary` is the next thing to do: at most one on a screen. */
export function Button(props: {
  readonly kind: 'primary' | 'plain' | 'onHousing';
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** Cannot be used in this state of the screen. */
  readonly disabled?: boolean;
  /** Its intent is on its way. Keeps the focus, unlike `disabled`. */
  readonly busy?: boolean;
  /** Spoken name where the visible words are not enough; has to hold them. */
  readonly label?: string;
  readonly className?: string;
  /** Language of its words, where it is not the screen's. */
  readonly lang?: string;
  /** The one of several that is in force. */
  readonly current?: boolean;
}): ReactNode {
  const { kind, children, onPress, disabled = false, busy = false, label, className = '', lang, current = false } = props;
  return (
    <button
      type="button"
      className={`button button-${kind} ${className}`.trim()}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-label={label}
      aria-current={current || undefined}
      lang={lang}
      onClick={() => {
        if (!busy) onPress();
      }}
    >
      {children}
    </button>
  );
}
