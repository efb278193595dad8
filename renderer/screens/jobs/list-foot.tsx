import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobsScreen } from '../../../preload/contract.ts';
import { releasePlan } from '../../format/jobs.ts';
import { choicesOf, hasOptions, keptBy, offeredFor } from '../../format/options.ts';
import { Button } from '../../parts/button.tsx';
import { CrossIcon, EyeIcon, SlidersIcon } from '../../parts/icons.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useIntent, useScreen, useStationPage } from '../../station/station-context.tsx';
import { useOptionWords } from './use-option-words.ts';
import { opens } from './use-panel-focus.ts';

/** Below the rows: what concerns all of them, and the pages. Its line is always kept free. */
export function ListFoot(props: {
  readonly screen: JobsScreen;
  readonly page: number;
  readonly pages: number;
  readonly onTurn: (page: number) => void;
}): ReactNode {
  const { screen, page, pages, onTurn } = props;
  const options = hasOptions(screen) && screen.list !== 'loading';
  const names = screen.titles !== 'shown' && screen.jobs.length > 0;
  return (
    <div className="foot" data-tools={options || names || undefined}>
      {options ? <OptionTools screen={screen} alone={pages < 2 && !names} /> : null}
      {names ? <NamesTool titles={screen.titles} /> : null}
      <Pager page={page} pages={pages} onTurn={onTurn} />
    </div>
  );
}

/** `alone`: nothing else stands beside it, so there is room to say again what was set. */
function OptionTools({ screen, alone }: { readonly screen: JobsScreen; readonly alone: boolean }): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  const chosen = useScreen((state) => state.chosen);
  const options = useScreen((state) => state.options);
  const words = useOptionWords();
  const { action } = releasePlan(screen, chosen);
  const offered = action.is === 'release' ? offeredFor(screen, action.keys) : null;
  const summary = words.summary(keptBy(offered, options));
  return (
    <>
      <Button
        kind="plain"
        className={opens('options')}
        label={t('options.open')}
        disabled={choicesOf(offered).length === 0}
        onPress={() => page.store.getState().openOptions('all')}
      >
        <SlidersIcon />
        <span className="foot-word">{t('options.open')}</span>
      </Button>
      {summary === '' ? null : (
        <Button
          kind="plain"
          className="clear-options"
          label={`${summary}. ${t('options.clear')}`}
          onPress={() => page.store.getState().setOptions({})}
        >
          {alone ? <span className="clear-options-what">{summary}</span> : null}
          <CrossIcon />
        </Button>
      )}
    </>
  );
}

function NamesTool({ titles }: { readonly titles: JobsScreen['titles'] }): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('showTitles');
  const show = titles === 'masked';
  return (
    <Button
      kind="plain"
      className="names-tool"
      label={show ? t('jobs.showNames') : t('jobs.hideNames')}
      busy={busy}
      onPress={() => send({ show })}
    >
      <EyeIcon />
      <span className="foot-word">{show ? t('jobs.showNames') : t('jobs.hideNames')}</span>
    </Button>
  );
}
