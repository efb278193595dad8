import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Frame } from '../parts/frame.tsx';
import { Late } from '../parts/late.tsx';
import { PrinterArt } from '../parts/printer-art.tsx';

/** The station is getting ready; also what shows before the first snapshot. */
export function Starting(): ReactNode {
  const { t } = useTranslation();
  return (
    <Frame
      screen="starting"
      headline={<Late>{t('starting.title')}</Late>}
      hint={
        <p>
          <Late>{t('starting.text')}</Late>
        </p>
      }
      art={<PrinterArt pose="idle" />}
    >
      <span />
    </Frame>
  );
}
