import { type CSSProperties, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract.ts';
import { pageOf } from '../format/paging.ts';
import { useIntent, useScreen, useStationPage } from '../station/station-context.tsx';
import { direction, languageNames } from '../words/languages.ts';
import { GlobeIcon } from './access-icons.tsx';
import { Button } from './button.tsx';
import { CheckIcon } from './icons.tsx';
import { Pager } from './pager.tsx';
import { Sheet } from './sheet.tsx';
import { useRows } from './use-rows.ts';

/** Opens the choice of a language. Says its own language's name, so it is found by the globe and changed by everybody. */
export function LanguageButton(): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  const offered = useScreen((state) => state.snapshot?.setup.languages.length ?? 0);
  const language = useScreen((state) => state.snapshot?.look.language ?? 'en');
  if (offered < 2) return null;
  const name = languageNames[language];
  return (
    <Button kind="plain" className="tool" label={t('look.languageIs', { name })} onPress={() => store.getState().openPanel('language')}>
      <GlobeIcon />
      <span lang={language} dir={direction(language)}>
        {name}
      </span>
    </Button>
  );
}

/** Every language that IT offers, each in its own name and script; a touch is the answer. */
export function LanguageSheet(): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  const offered = useScreen((state) => state.snapshot?.setup.languages) ?? [];
  const language = useScreen((state) => state.snapshot?.look.language);
  const setLook = useIntent('setLook');
  const [wanted, setWanted] = useState(0);
  const { ref, rows, columns } = useRows<HTMLUListElement>();
  const { items, page, pages } = pageOf(offered, wanted, rows * columns);
  const choose = (chosen: Language): void => {
    setLook.send({ language: chosen });
    store.getState().closePanel();
  };
  const needed: CSSProperties & Record<'--needed', number> = {
    '--needed': Math.ceil(offered.length / columns),
    gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
  };
  return (
    <Sheet
      name="language"
      icon={<GlobeIcon />}
      title={t('look.language')}
      foot={pages < 2 ? null : <Pager page={page} pages={pages} onTurn={setWanted} />}
    >
      <ul ref={ref} className="languages" style={needed}>
        {items.map((one) => (
          <li key={one}>
            <Button kind="plain" className="language" lang={one} current={one === language} onPress={() => choose(one)}>
              <span dir={direction(one)}>{languageNames[one]}</span>
              {one === language ? <CheckIcon /> : null}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
