import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkBadgeScreen } from '../../preload/contract.ts';
import { Button } from '../parts/button.tsx';
import { Frame } from '../parts/frame.tsx';
import { TapArt } from '../parts/tap-art.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { useIntent } from '../station/station-context.tsx';
import { nameMark, Sentence } from '../words/sentence.tsx';

/** The second half of an enrolment: the same card once more, then a look at the name. */
export function LinkBadge({ screen }: { readonly screen: LinkBadgeScreen }): ReactNode {
  const { t } = useTranslation();
  const cancel = useIntent('cancel');
  const answer = useIntent('answerLink');
  const stay = useIntent('stay');
  const { personName, step } = screen;
  const words = {
    tapAgain: { title: t('linkBadge.tapTitle'), hint: t('linkBadge.tapHint', { name: nameMark }) },
    confirm: { title: t('linkBadge.confirmTitle', { name: nameMark }), hint: t('linkBadge.confirmHint') },
    saving: { title: t('linkBadge.saving'), hint: t('linkBadge.savingHint') },
  }[step];
  return (
    <Frame
      screen="linkBadge"
      headline={<Sentence text={words.title} name={personName} />}
      hint={
        <p>
          <Sentence text={words.hint} name={personName} />
        </p>
      }
      art={<TapArt pose={step === 'tapAgain' ? 'invite' : step === 'saving' ? 'reading' : 'rest'} />}
    >
      <div className="link-answer">
        {step === 'saving' ? null : (
          <div className="link-time">
            <TimeLeft left={screen.left} label={t('linkBadge.left')} />
            <Button kind="plain" busy={stay.busy} onPress={() => stay.send({})}>
              {t('common.moreTime')}
            </Button>
          </div>
        )}
        {step === 'saving' ? null : (
          <Button kind="plain" busy={cancel.busy} onPress={() => cancel.send({})}>
            {t('common.cancel')}
          </Button>
        )}
        {step === 'confirm' ? (
          <>
            <Button kind="plain" className="button-big" busy={answer.busy} onPress={() => answer.send({ link: false })}>
              {t('linkBadge.doNotLink')}
            </Button>
            <Button kind="primary" className="button-big" busy={answer.busy} onPress={() => answer.send({ link: true })}>
              {t('linkBadge.link')}
            </Button>
          </>
        ) : null}
      </div>
    </Frame>
  );
}
