import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DestinationView } from '../../../preload/contract.ts';
import { canBeChosen, inOrderOf, leastBusy } from '../../format/destinations.ts';
import { canTakeJobs } from '../../format/jobs.ts';
import { chosenOf, refusedBy } from '../../format/options.ts';
import { pageOf } from '../../format/paging.ts';
import { causeOf } from '../../format/problems.ts';
import { Button } from '../../parts/button.tsx';
import { AlertIcon, PrinterIcon, UnknownIcon } from '../../parts/icons.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useRows } from '../../parts/use-rows.ts';
import { useIntent, useScreen, useStationPage } from '../../station/station-context.tsx';
import { moveByArrows } from './arrow-keys.ts';
import { useOptionWords } from './use-option-words.ts';

/** The printers to choose from, in the order in which the station had them when the choice was opened: a touch on one releases the jobs there. */
export function Destinations(props: { readonly destinations: readonly DestinationView[]; readonly jobs: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(0);
  const order = useScreen((state) => state.destinationOrder);
  const options = useScreen((state) => state.options);
  const { ref, rows, columns } = useRows<HTMLUListElement>();
  const destinations = inOrderOf(order, props.destinations);
  const best = leastBusy(destinations, options);
  const { items, page, pages } = pageOf(destinations, wanted, rows * columns);
  return (
    <div className="list">
      <ul
        ref={ref}
        className="rows destinations"
        aria-label={t('choose.list')}
        style={{ gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
        onKeyDown={moveByArrows}
      >
        {items.map((destination) => (
          <li key={destination.key}>
            <Destination destination={destination} jobs={props.jobs} best={destination.key === best} />
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} onTurn={setWanted} />
    </div>
  );
}

/** What to do, or that there is nothing to choose. */
export function ChooseHint(props: { readonly destinations: readonly DestinationView[]; readonly count: number }): ReactNode {
  const { t } = useTranslation();
  return <p>{props.destinations.some(canTakeJobs) ? t('choose.hint', { count: props.count }) : t('choose.none')}</p>;
}

function Destination(props: {
  readonly destination: DestinationView;
  readonly jobs: readonly string[];
  readonly best: boolean;
}): ReactNode {
  const page = useStationPage();
  const release = useIntent('release');
  const options = useScreen((state) => state.options);
  const { destination, jobs, best } = props;
  return (
    <Button
      kind="plain"
      className="destination"
      disabled={!canBeChosen(destination, options)}
      busy={release.busy}
      onPress={() => {
        page.store.getState().released();
        release.send({ jobs: [...jobs], to: destination.key, ...(chosenOf(options).length === 0 ? {} : { options }) });
      }}
    >
      <StateIcon state={destination.state} />
      <span className="destination-text">
        <bdi className="destination-name">{destination.name}</bdi>
        <DestinationState destination={destination} best={best} />
      </span>
    </Button>
  );
}

/** Why it cannot be chosen; else how it is, and who is there already. */
function DestinationState({ destination, best }: { readonly destination: DestinationView; readonly best: boolean }): ReactNode {
  const { t } = useTranslation();
  const words = useOptionWords();
  const options = useScreen((state) => state.options);
  const { state, waiting } = destination;
  const cause = causeOf(destination);
  if (cause !== null) return <span className="destination-state">{t(`printer.${cause}.what`)}</span>;
  const refused = canTakeJobs(destination) ? refusedBy(destination.options, options) : [];
  if (refused.length > 0) {
    const what = refused.map((name) => words.of(name, options)).join(' · ');
    return <span className="destination-state">{t('choose.cannot', { what })}</span>;
  }
  const told =
    waiting === null || !canTakeJobs(destination)
      ? null
      : waiting === 0
        ? t('choose.nobodyBefore')
        : t('choose.before', { count: waiting });
  return (
    <span className="destination-state">
      {t(`choose.${state}`)}
      {told === null ? null : <span className="destination-told">{` · ${told}`}</span>}
      {best ? (
        <>
          {' · '}
          <span className="strong">{t('choose.leastBusy')}</span>
        </>
      ) : null}
    </span>
  );
}

function StateIcon({ state }: { readonly state: DestinationView['state'] }): ReactNode {
  switch (state) {
    case 'ready':
      return <PrinterIcon />;
    case 'unknown':
      return <UnknownIcon />;
    case 'stopped':
    case 'moved':
      return <AlertIcon />;
  }
}
