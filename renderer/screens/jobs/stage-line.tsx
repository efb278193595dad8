import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobStage, PrinterView } from '../../../preload/contract.ts';
import { causeOf } from '../../format/problems.ts';

/** How far a release is known to have come, of three steps: sent, printing, done. Null where there is nothing to measure. */
export function stepsKnown(stage: JobStage): number | null {
  switch (stage.is) {
    case 'releasing':
      return 0;
    case 'sent':
      return 1;
    case 'printing':
      return 2;
    case 'done':
      return 3;
    default:
      return null;
  }
}

const steps = [1, 2, 3] as const;

/** A job's stage in words, with the look of progress beside them. */
export function StageLine({ stage, printer }: { readonly stage: JobStage; readonly printer: PrinterView | null }): ReactNode {
  const known = stepsKnown(stage);
  const { word, hint } = useStageWords(stage, printer);
  return (
    <div className="stage">
      <div className="stage-word">
        <p className="strong">{word}</p>
        {known === null ? null : (
          <span className="stage-track" aria-hidden="true">
            {steps.map((step) => (
              <span key={step} data-known={step <= known || undefined} data-next={step === known + 1 || undefined} />
            ))}
          </span>
        )}
      </div>
      <p className="stage-hint">{hint}</p>
    </div>
  );
}

function useStageWords(stage: JobStage, printer: PrinterView | null): { readonly word: string; readonly hint: string } {
  const { t } = useTranslation();
  switch (stage.is) {
    case 'held':
      return { word: t('stage.held'), hint: '' };
    case 'arriving':
      return { word: t('stage.arriving'), hint: t('stage.arrivingHint') };
    case 'releasing':
      return { word: t('stage.releasing'), hint: t('stage.releasingHint') };
    case 'sent':
      return { word: t('stage.sent'), hint: t('stage.sentHint') };
    case 'printing':
      return { word: t('stage.printing'), hint: t('stage.printingHint') };
    case 'done':
      return { word: t('stage.done'), hint: t('stage.doneHint') };
    case 'attention': {
      const cause = stage.why === 'printerStopped' && printer !== null ? causeOf(printer) : null;
      return { word: t('stage.attention'), hint: cause === null ? t(`stage.${stage.why}`) : t(`printer.${cause}.what`) };
    }
    case 'cancelled':
      return { word: t('stage.cancelled'), hint: t('stage.cancelledHint') };
    case 'gone':
      return { word: t('stage.gone'), hint: t(stage.sent ? 'stage.goneHint' : 'stage.goneUnsentHint') };
    case 'checking':
      return { word: t('stage.checking'), hint: t('stage.checkingHint') };
    case 'unsure':
      return { word: t('stage.unsure'), hint: t('stage.unsureHint') };
    case 'notReleased':
      return { word: t('stage.notReleased'), hint: t(`trouble.${stage.trouble.code}.what`) };
  }
}
