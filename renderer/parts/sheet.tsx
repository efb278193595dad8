import { type ReactNode, useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useScreen, useStationPage } from '../station/station-context.tsx';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';

/** On the first screen a sheet that somebody left open makes way for the next person. Nothing is lost with it. Milliseconds. */
export const leftAloneMs = 90_000;

/** A sheet of settings over the screen: what it is for above, everything to touch below, where every hand reaches it. */
export function Sheet(props: {
  readonly name: 'language' | 'look';
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint?: string;
  /** Beside the button that closes it. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  const { store } = useStationPage();
  const titleId = useId();
  const close = (): void => store.getState().closePanel();
  const { name, icon, title, hint, foot, children } = props;
  const firstScreen = useScreen((state) => state.snapshot?.screen.name === 'welcome');
  useEffect(() => {
    if (!firstScreen) return;
    let timer = 0;
    const begin = (): void => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => store.getState().closePanel(), leftAloneMs);
    };
    begin();
    window.addEventListener('pointerdown', begin);
    window.addEventListener('keydown', begin);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener('pointerdown', begin);
      window.removeEventListener('keydown', begin);
    };
  }, [firstScreen, store]);
  return (
    <Modal className={`panel panel-${name}`} labelledBy={titleId} giveBack onEscape={close}>
      <div className="panel-head">
        <h2 id={titleId} tabIndex={-1}>
          {icon}
          <span>{title}</span>
        </h2>
        {hint === undefined ? null : <p className="panel-hint">{hint}</p>}
      </div>
      <div className="slot" />
      <div className="panel-sheet">
        {children}
        <div className="panel-foot">
          <div className="panel-more">{foot}</div>
          <Button kind="primary" className="panel-close" onPress={close}>
            {t('common.close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
