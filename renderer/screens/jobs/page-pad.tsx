import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pagesTyped, withDigit, withoutOptions } from '../../format/options.ts';
import { Button } from '../../parts/button.tsx';
import { AlertIcon, EraseIcon } from '../../parts/icons.tsx';
import { useLocale, useScreen, useStationPage } from '../../station/station-context.tsx';
import { moveByArrows } from './arrow-keys.ts';

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] as const;

/** Which pages come out: two numbers and a pad to type them on. How many pages there are nobody here knows. */
export function PagePad(): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  const { pages } = useScreen((state) => state.options);
  const [typed, setTyped] = useState({
    first: pages === undefined ? '' : `${pages.first}`,
    last: pages === undefined ? '' : `${pages.last}`,
  });
  const [field, setField] = useState<'first' | 'last'>('first');
  /** The next figure begins the number anew: nobody wants to erase first. */
  const [fresh, setFresh] = useState(true);
  const backwards = pagesTyped(typed.first, typed.last).is === 'backwards';
  const type = (next: typeof typed): void => {
    setTyped(next);
    const { options, setOptions } = store.getState();
    const said = pagesTyped(next.first, next.last);
    setOptions(said.is === 'some' ? { ...options, pages: { first: said.first, last: said.last } } : withoutOptions(options, ['pages']));
  };
  const choose = (name: 'first' | 'last'): void => {
    setField(name);
    setFresh(true);
  };
  return (
    <div className="list options">
      <div className="page-pad">
        <div className="page-fields">
          <PageField name="first" typed={typed.first} current={field === 'first'} onChoose={choose} />
          <PageField name="last" typed={typed.last} current={field === 'last'} onChoose={choose} />
          <p className="page-note" role="status">
            {backwards ? <AlertIcon /> : null}
            {backwards ? t('options.backwards') : ''}
          </p>
          <Button kind="plain" disabled={typed.first === '' && typed.last === ''} onPress={() => type({ first: '', last: '' })}>
            {t('options.allPages')}
          </Button>
        </div>
        <Pad
          onDigit={(digit) => {
            type({ ...typed, [field]: withDigit(fresh ? '' : typed[field], digit) });
            setFresh(false);
          }}
          onErase={typed[field] === '' ? null : () => type({ ...typed, [field]: typed[field].slice(0, -1) })}
        />
      </div>
    </div>
  );
}

function PageField(props: {
  readonly name: 'first' | 'last';
  readonly typed: string;
  readonly current: boolean;
  readonly onChoose: (name: 'first' | 'last') => void;
}): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  const { name, typed, current, onChoose } = props;
  return (
    <Button kind="plain" className="page-field" current={current} onPress={() => onChoose(name)}>
      <span>{name === 'first' ? t('options.firstPage') : t('options.lastPage')}</span>
      <span className="page-number" data-empty={typed === '' || undefined}>
        {typed === '' ? '–' : new Intl.NumberFormat(locale, { useGrouping: false }).format(Number(typed))}
      </span>
    </Button>
  );
}

/** Figures as on every telephone: from left to right in every language. */
function Pad({ onDigit, onErase }: { readonly onDigit: (digit: number) => void; readonly onErase: (() => void) | null }): ReactNode {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <fieldset className="pad" dir="ltr" aria-label={t('options.pad')} onKeyDown={moveByArrows}>
      {digits.map((digit) => (
        <Button key={digit} kind="plain" className="pad-key" onPress={() => onDigit(digit)}>
          {new Intl.NumberFormat(locale).format(digit)}
        </Button>
      ))}
      <Button kind="plain" className="pad-key" label={t('options.erase')} disabled={onErase === null} onPress={() => onErase?.()}>
        <EraseIcon />
      </Button>
    </fieldset>
  );
}
