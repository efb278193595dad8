import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TroubleScreen } from '../../preload/contract.ts';
import { Frame } from '../parts/frame.tsx';
import { PrinterArt } from '../parts/printer-art.tsx';
import { TroubleText } from '../parts/trouble-text.tsx';

/** Out of service: what happened, what to do, who helps, the reference last. */
export function TroubleView({ screen }: { readonly screen: TroubleScreen }): ReactNode {
  const { t } = useTranslation();
  return (
    <Frame
      screen="trouble"
      headline={t(`trouble.${screen.trouble.code}.what`)}
      hint={<p>{t('outOfService')}</p>}
      art={<PrinterArt pose="attention" />}
    >
      <TroubleText trouble={screen.trouble} title={false} />
    </Frame>
  );
}
