import type { KeyboardEvent, ReactNode } from 'react';
import { CheckIcon } from './icons.tsx';

/** One of several, as buttons: each is in reach of Tab and Enter alone, which a radio button of the browser's is not; arrow keys go from one to the next too. */
export function Choice<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly words: string; readonly sample?: ReactNode }[];
  readonly onChoose: (value: T) => void;
}): ReactNode {
  const { label, value, options, onChoose } = props;
  const step = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const on = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: on, ArrowLeft: -on }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const all = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('button') ?? [])];
    all[(all.indexOf(event.currentTarget) + by + all.length) % all.length]?.focus();
  };
  return (
    <fieldset className="choice">
      <legend className="choice-label">{label}</legend>
      <div className="choice-options">
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            className="button button-plain choice-option"
            aria-pressed={option.value === value}
            onKeyDown={step}
            onClick={() => onChoose(option.value)}
          >
            {option.sample}
            <span className="choice-words">{option.words}</span>
            <CheckIcon />
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** On or off, said by place, colour and mark. */
export function Switch(props: {
  readonly words: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly busy?: boolean;
  readonly onChange: (on: boolean) => void;
}): ReactNode {
  const { words, hint, on, busy = false, onChange } = props;
  return (
    <button
      type="button"
      role="switch"
      className="button button-plain toggle"
      aria-checked={on}
      aria-disabled={busy || undefined}
      onClick={() => {
        if (!busy) onChange(!on);
      }}
    >
      <span className="toggle-text">
        <span>{words}</span>
        {hint === undefined ? null : <span className="toggle-hint">{hint}</span>}
      </span>
      <span className="toggle-track" aria-hidden="true">
        <span className="toggle-knob">
          <CheckIcon />
        </span>
      </span>
    </button>
  );
}
