import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WelcomeNotice, WelcomeScreen } from '../../preload/contract.ts';
import { Button } from '../parts/button.tsx';
import { Frame } from '../parts/frame.tsx';
import { AlertIcon, CheckIcon, InfoIcon, OfflineIcon } from '../parts/icons.tsx';
import { LanguageButton } from '../parts/language-sheet.tsx';
import { LookButton, Panels } from '../parts/look-sheet.tsx';
import { PhoneArt } from '../parts/phone-art.tsx';
import { TapArt } from '../parts/tap-art.tsx';
import { useIntent, useScreen, useStationFacts } from '../station/station-context.tsx';
import { type Farewell, goodbyeLines } from '../words/goodbye.ts';

/** The first screen: one line that says what to do, and the phone as the second way. */
export function Welcome({ screen }: { readonly screen: WelcomeScreen }): ReactNode {
  const { t } = useTranslation();
  const hasCard = screen.ways.includes('badge');
  const headline = screen.opening ? t('welcome.opening') : t(hasCard ? 'welcome.tap' : 'welcome.phoneOnly');
  return (
    <>
      <Frame
        screen="welcome"
        headline={headline}
        hint={<WelcomeHint screen={screen} />}
        art={hasCard ? <TapArt pose={screen.opening ? 'reading' : 'invite'} /> : <PhoneArt />}
      >
        <PhoneWay screen={screen} hasCard={hasCard} />
        <Tools />
      </Frame>
      <Panels kept={false} />
    </>
  );
}

function WelcomeHint({ screen }: { readonly screen: WelcomeScreen }): ReactNode {
  const { t } = useTranslation();
  const readerDeaf = useScreen((state) => state.snapshot?.readerDeaf ?? false);
  const hasCard = screen.ways.includes('badge');
  let content: ReactNode = <p>{t(hasCard ? 'welcome.tapHint' : 'welcome.phoneOnlyHint')}</p>;
  if (screen.opening) content = <p>{t('common.oneMoment')}</p>;
  else if (readerDeaf && hasCard) content = <Slip icon={<AlertIcon />} lines={[t('welcome.readerDeaf')]} />;
  else if (screen.offline && (screen.notice === null || saysOffline(screen.notice))) content = <Offline />;
  else if (screen.notice !== null) content = <Notice notice={screen.notice} offline={screen.offline} />;
  return <div className="welcome-hint">{content}</div>;
}

/** The banner says it all, and stays when the notice has gone. */
function saysOffline(notice: WelcomeNotice): boolean {
  return notice.is === 'trouble' && notice.trouble.code === 'offline';
}

function Offline(): ReactNode {
  const { t } = useTranslation();
  const { helpContact } = useStationFacts();
  const help = helpContact === '' ? [] : [t('common.help', { contact: helpContact })];
  return <Slip icon={<OfflineIcon />} lines={[t('welcome.offline'), t('welcome.offlineHint'), ...help]} instead />;
}

function Slip(props: {
  readonly icon: ReactNode;
  readonly lines: readonly string[] /** Where there is no room for both, it stands instead of the headline. */;
  readonly instead?: boolean;
}): ReactNode {
  const { icon, lines, instead = false } = props;
  return (
    <div className="slip" data-instead={instead || undefined}>
      {icon}
      <div>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}

function Notice({ notice, offline }: { readonly notice: WelcomeNotice; readonly offline: boolean }): ReactNode {
  const { t } = useTranslation();
  const { helpContact } = useStationFacts();
  const help = helpContact === '' ? [] : [t('common.help', { contact: helpContact })];
  const also = offline ? [t('welcome.offline')] : [];
  switch (notice.is) {
    case 'signedOut':
    case 'timedOut': {
      const left = goodbyeLines(t, notice);
      const lines = [t(`welcome.${notice.is}`), ...(left.length === 0 ? [] : [left.join(' ')]), ...also];
      return <Slip icon={iconOf(notice)} lines={lines} instead={left.length > 1} />;
    }
    case 'otherCard':
      return <Slip icon={<InfoIcon />} lines={[t('welcome.otherCard'), ...also]} />;
    case 'cardUnlinked':
      if (notice.state === 'failed') return <Slip icon={<AlertIcon />} lines={[t('welcome.cardNotUnlinked'), ...help]} />;
      return <Slip icon={<InfoIcon />} lines={[t(notice.state === 'done' ? 'welcome.cardUnlinked' : 'welcome.cardUnlinking'), ...also]} />;
    case 'cardOfList':
      return <Slip icon={<InfoIcon />} lines={[t('welcome.cardOfList'), ...help, ...also]} />;
    case 'badRead':
      return <Slip icon={<AlertIcon />} lines={[t('welcome.badRead'), ...also]} />;
    case 'cardNotListed':
      return (
        <Slip icon={<InfoIcon />} lines={[t('welcome.cardNotListed'), [t('welcome.cardNotListedHint'), ...help].join(' '), ...also]} />
      );
    case 'trouble': {
      const { code, reference } = notice.trouble;
      const last = [...help, ...(reference === '' ? [] : [t('common.reference', { reference })])].join(' · ');
      const lines = [t(`trouble.${code}.what`), t(`trouble.${code}.do`), ...(last === '' ? [] : [last])];
      return <Slip icon={<AlertIcon />} lines={lines} instead />;
    }
  }
}

/** What the visit leaves behind is worth a second look where not all went well. */
function iconOf({ is, notDeleted, notYet }: Farewell): ReactNode {
  if (notDeleted > 0) return <AlertIcon />;
  return is === 'signedOut' && notYet === 0 ? <CheckIcon /> : <InfoIcon />;
}

/** What does not change what the screen does: its language, its look, and who helps. */
function Tools(): ReactNode {
  const { t } = useTranslation();
  const { helpContact } = useStationFacts();
  return (
    <div className="tools">
      <div className="tools-buttons">
        <LanguageButton />
        <LookButton kind="plain" words />
      </div>
      {helpContact === '' ? null : <p className="help">{t('common.help', { contact: helpContact })}</p>}
    </div>
  );
}

/** The second way to sign in, where there is one. */
function PhoneWay({ screen, hasCard }: { readonly screen: WelcomeScreen; readonly hasCard: boolean }): ReactNode {
  const { t } = useTranslation();
  const { send, busy } = useIntent('signInWithPhone');
  if (!screen.ways.includes('deviceCode')) return null;
  return (
    <div className="second-way">
      {hasCard ? <PhoneArt /> : null}
      <div className="second-way-text">
        <p className="second-way-title">{hasCard ? t('welcome.noCard') : t('welcome.noApp')}</p>
        {hasCard ? <p className="second-way-hint">{t('welcome.noApp')}</p> : null}
      </div>
      <Button kind={hasCard ? 'plain' : 'primary'} className="button-big" busy={busy} disabled={screen.opening} onPress={() => send({})}>
        {t('welcome.signInWithPhone')}
      </Button>
    </div>
  );
}
