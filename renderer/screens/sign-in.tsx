import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignInScreen } from '../../preload/contract.ts';
import { groupCode, spellCode } from '../format/code-groups.ts';
import { Button } from '../parts/button.tsx';
import { Frame } from '../parts/frame.tsx';
import { AlertIcon } from '../parts/icons.tsx';
import { Late } from '../parts/late.tsx';
import { QrCode } from '../parts/qr-code.tsx';
import { StillThere } from '../parts/still-there.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { TroubleText } from '../parts/trouble-text.tsx';
import { useIntent } from '../station/station-context.tsx';

type Code = SignInScreen['code'];
type ShownCode = Extract<Code, { readonly is: 'shown' }>;

/** Sign-in on the person's own phone: the code to scan, the code to type, and the three steps. */
export function SignIn({ screen }: { readonly screen: SignInScreen }): ReactNode {
  const { t } = useTranslation();
  const cancel = useIntent('cancel');
  const { code } = screen;
  const linking = screen.purpose === 'linkBadge';
  return (
    <>
      <Frame
        screen="signIn"
        headline={linking ? t('signIn.linkTitle') : t('signIn.title')}
        hint={
          <p>{code.is === 'shown' && !code.connected ? t('signIn.disconnected') : linking ? t('signIn.linkHint') : t('signIn.jobsHint')}</p>
        }
      >
        <div className="sign-in-code">
          <CodeBox code={code} />
        </div>
        <div className="sign-in-steps">{code.is === 'failed' ? <TroubleText trouble={code.trouble} /> : <Steps code={code} />}</div>
        <div className="sign-in-foot">
          <div>{code.is === 'shown' ? <TimeLeft left={code.left} label={t('signIn.left')} /> : null}</div>
          <Button kind="plain" busy={cancel.busy} onPress={() => cancel.send({})}>
            {t('common.cancel')}
          </Button>
        </div>
      </Frame>
      {screen.idle === null ? null : <StillThere left={screen.idle} end="cancel" />}
    </>
  );
}

/** The address as people type it. */
function shortAddress(address: string): string {
  return address.replace(/^https?:\/\/(www\.)?/u, '').replace(/\/$/u, '');
}

function CodeBox({ code }: { readonly code: Code }): ReactNode {
  const { t } = useTranslation();
  const renew = useIntent('renewCode');
  switch (code.is) {
    case 'shown':
      return <QrCode text={code.verificationUri} label={t('signIn.qr', { address: shortAddress(code.verificationUri) })} />;
    case 'asking':
      return (
        <div className="qr qr-empty">
          <p>
            <Late>{t('signIn.asking')}</Late>
          </p>
        </div>
      );
    case 'expired':
    case 'failed':
      return (
        <div className="qr qr-empty">
          {code.is === 'expired' ? (
            <div>
              <p className="strong">{t('signIn.expired')}</p>
              <p>{t('signIn.expiredHint')}</p>
            </div>
          ) : (
            <AlertIcon />
          )}
          <Button kind="primary" className="button-big" busy={renew.busy} onPress={() => renew.send({})}>
            {code.is === 'expired' ? t('signIn.newCode') : t('common.tryAgain')}
          </Button>
        </div>
      );
  }
}

function Steps({ code }: { readonly code: Exclude<Code, { readonly is: 'failed' }> }): ReactNode {
  const { t } = useTranslation();
  const shown: ShownCode | null = code.is === 'shown' ? code : null;
  return (
    <ol className="steps">
      <li>
        <div>
          <p className="strong">{t('signIn.stepScan')}</p>
          <p className="address">{shown === null ? '' : t('signIn.stepOpen', { address: shortAddress(shown.verificationUri) })}</p>
        </div>
      </li>
      <li>
        <div>
          <p className="strong">{t('signIn.stepType')}</p>
          <UserCode code={shown?.userCode ?? ''} />
        </div>
      </li>
      <li>
        <p className="strong">{t('signIn.stepSignIn')}</p>
      </li>
    </ol>
  );
}

function UserCode({ code }: { readonly code: string }): ReactNode {
  const { t } = useTranslation();
  if (code === '') return <div className="user-code user-code-empty" />;
  let place = 0;
  return (
    <div className="user-code" role="img" aria-label={t('signIn.code', { spelled: spellCode(code) })} dir="ltr">
      {groupCode(code).map((group) => {
        place += 1;
        return <span key={place}>{group}</span>;
      })}
    </div>
  );
}
