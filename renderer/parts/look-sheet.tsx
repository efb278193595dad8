import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Theme } from '../../preload/contract.ts';
import { useIntent, useScreen, useStationPage } from '../station/station-context.tsx';
import { PersonIcon } from './access-icons.tsx';
import { Button } from './button.tsx';
import { Choice, Switch } from './choice.tsx';
import { ResetIcon } from './icons.tsx';
import { LanguageButton, LanguageSheet } from './language-sheet.tsx';
import { Sheet } from './sheet.tsx';

/** Opens the sheet with everything that makes the screen easier to see and reach. `words`: beside the sign, where there is room. */
export function LookButton({ kind, words }: { readonly kind: 'plain' | 'onHousing'; readonly words: boolean }): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  return (
    <Button
      kind={kind}
      className={words ? 'tool' : 'tool tool-sign'}
      {...(words ? {} : { label: t('look.open') })}
      onPress={() => store.getState().openPanel('look')}
    >
      <PersonIcon />
      {words ? <span className="tool-words">{t('look.open')}</span> : null}
    </Button>
  );
}

/** Colours, size, reach, language; each touch takes effect at once. `children`: what else the screen lets a person set. */
export function LookSheet({ kept, children }: { readonly kept: boolean; readonly children?: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const look = useScreen((state) => state.snapshot?.look);
  const standard = useScreen((state) => state.snapshot?.setup.look);
  const setLook = useIntent('setLook');
  if (look === undefined || standard === undefined) return null;
  const themes: readonly Theme[] = ['light', 'dark', 'contrast'];
  const plain = look.theme === standard.theme && look.largeText === standard.largeText && look.reach === standard.reach;
  return (
    <Sheet
      name="look"
      icon={<PersonIcon />}
      title={t('look.title')}
      hint={kept ? t('look.hintKept') : t('look.hint')}
      foot={
        <>
          <Button
            kind="plain"
            className="panel-reset"
            disabled={plain}
            onPress={() => setLook.send({ theme: standard.theme, largeText: standard.largeText, reach: standard.reach })}
          >
            <ResetIcon />
            <span className="panel-reset-words">{t('look.reset')}</span>
          </Button>
          <LanguageButton />
        </>
      }
    >
      <div className="look-choices">
        <Choice
          label={t('look.colors')}
          value={look.theme}
          options={themes.map((theme) => ({
            value: theme,
            words: t(`look.${theme}`),
            sample: <span className="theme-sample" data-sample={theme} aria-hidden="true" />,
          }))}
          onChoose={(theme) => setLook.send({ theme })}
        />
        <div className="look-switches">
          <Switch words={t('look.largeText')} on={look.largeText} onChange={(largeText) => setLook.send({ largeText })} />
          <Switch words={t('look.reach')} on={look.reach} onChange={(reach) => setLook.send({ reach })} />
          {children}
        </div>
      </div>
    </Sheet>
  );
}

/** Whichever sheet of settings is open. */
export function Panels({ kept, children }: { readonly kept: boolean; readonly children?: ReactNode }): ReactNode {
  const panel = useScreen((state) => state.panel);
  switch (panel) {
    case null:
      return null;
    case 'language':
      return <LanguageSheet />;
    case 'look':
      return <LookSheet kept={kept}>{children}</LookSheet>;
  }
}
