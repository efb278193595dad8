import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen, OptionsView, ReleaseOptions } from '../../../preload/contract.ts';
import type { ReleasePlan } from '../../format/jobs.ts';
import { choicesOf, type OptionName, offeredFor, refusedBy, withoutOptions } from '../../format/options.ts';
import { pageOf } from '../../format/paging.ts';
import { Button } from '../../parts/button.tsx';
import { CheckIcon, InfoIcon, MinusIcon, OnIcon, PlusIcon } from '../../parts/icons.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useRows } from '../../parts/use-rows.ts';
import { useScreen, useStationPage } from '../../station/station-context.tsx';
import { moveByArrows } from './arrow-keys.ts';
import { PagePad } from './page-pad.tsx';
import { useOptionWords } from './use-option-words.ts';
import { opens } from './use-panel-focus.ts';

/** The options in the list's place: all of them, one line each, or the choice of one. */
export function OptionsPanel(props: {
  readonly screen: JobsScreen;
  readonly at: 'all' | OptionName;
  readonly plan: ReleasePlan;
}): ReactNode {
  const { screen, at, plan } = props;
  const offered = plan.action.is === 'release' ? offeredFor(screen, plan.action.keys) : null;
  const [wanted, setWanted] = useState(0);
  switch (at) {
    case 'pages':
      return <PagePad />;
    case 'all':
    case 'copies':
      return <AllOptions offered={offered} wanted={wanted} onTurn={setWanted} />;
    default:
      return <Choices key={at} name={at} offered={offered} />;
  }
}

function AllOptions(props: {
  readonly offered: OptionsView | null;
  readonly wanted: number;
  readonly onTurn: (page: number) => void;
}): ReactNode {
  const { offered, wanted, onTurn } = props;
  const { t } = useTranslation();
  const options = useScreen((state) => state.options);
  const { ref, rows } = useRows<HTMLUListElement>();
  const { items, page, pages } = pageOf(choicesOf(offered), wanted, rows);
  return (
    <div className="list options">
      <ul
        ref={ref}
        className="rows"
        aria-label={t('options.list')}
        style={{ gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
        onKeyDown={moveByArrows}
      >
        {items.map((name) => (
          <li key={name} className="option">
            {name === 'copies' ? <Copies most={offered?.copies ?? 1} /> : <OptionButton name={name} />}
          </li>
        ))}
      </ul>
      {refusedBy(offered, options).length === 0 ? null : (
        <p className="options-note">
          <InfoIcon />
          {t('options.partly')}
        </p>
      )}
      <Pager page={page} pages={pages} onTurn={onTurn} />
    </div>
  );
}

function OptionButton({ name }: { readonly name: Exclude<OptionName, 'copies'> }): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  const options = useScreen((state) => state.options);
  const words = useOptionWords();
  return (
    <Button kind="plain" className={`option-button ${opens(`options/${name}`)}`} onPress={() => store.getState().openOptions(name)}>
      <span className="option-name">{t(`options.${name}`)}</span>
      <span className="option-value" data-set={options[name] !== undefined || undefined}>
        {words.of(name, options)}
      </span>
      <OnIcon />
    </Button>
  );
}

/** How many: one touch for one more. Below one it is as printed again. */
function Copies({ most }: { readonly most: number }): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  const options = useScreen((state) => state.options);
  const words = useOptionWords();
  const { copies } = options;
  const set = (count: number): void =>
    store.getState().setOptions(count < 1 ? withoutOptions(options, ['copies']) : { ...options, copies: count });
  return (
    <div className="option-stepper">
      <span className="option-name">{t('options.copies')}</span>
      <Button
        kind="plain"
        className="step"
        label={t('options.fewer')}
        disabled={copies === undefined}
        onPress={() => set((copies ?? 0) - 1)}
      >
        <MinusIcon />
      </Button>
      <span className="option-value" data-set={copies !== undefined || undefined} role="status">
        {words.of('copies', options)}
      </span>
      <Button
        kind="plain"
        className="step"
        label={t('options.more')}
        disabled={copies !== undefined && copies >= most}
        onPress={() => set((copies ?? 0) + 1)}
      >
        <PlusIcon />
      </Button>
    </div>
  );
}

type Choosable = Exclude<OptionName, 'copies' | 'pages'>;

/** The values of one option, "as printed" first. */
function valuesOf(name: Choosable, offered: OptionsView): readonly ReleaseOptions[] {
  switch (name) {
    case 'sides':
      return [{}, ...offered.sides.map((sides) => ({ sides }))];
    case 'color':
      return [{}, { color: true }, { color: false }];
    case 'pagesPerSheet':
      return [{}, ...offered.pagesPerSheet.map((pagesPerSheet) => ({ pagesPerSheet }))];
  }
}

/** One option's values; a touch on one is the answer, and leads back. */
function Choices({ name, offered }: { readonly name: Choosable; readonly offered: OptionsView | null }): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  const options = useScreen((state) => state.options);
  const words = useOptionWords();
  const [wanted, setWanted] = useState(0);
  const { ref, rows, columns } = useRows<HTMLUListElement>();
  const { items, page, pages } = pageOf(offered === null ? [] : valuesOf(name, offered), wanted, rows * columns);
  return (
    <div className="list options">
      <ul
        ref={ref}
        className="rows choices"
        aria-label={t(`options.${name}`)}
        style={{ gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
        onKeyDown={moveByArrows}
      >
        {items.map((value) => {
          const current = value[name] === options[name];
          return (
            <li key={String(value[name])} className="option">
              <Button
                kind="plain"
                className="option-button"
                current={current}
                onPress={() => {
                  store.getState().setOptions({ ...withoutOptions(options, [name]), ...value });
                  store.getState().openOptions('all');
                }}
              >
                <span className="job-box">{current ? <CheckIcon /> : null}</span>
                <span className="option-name">{words.of(name, value)}</span>
              </Button>
            </li>
          );
        })}
      </ul>
      <Pager page={page} pages={pages} onTurn={setWanted} />
    </div>
  );
}
