import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DestinationView } from '../../../preload/contract.ts';
import { canTakeJobs } from '../../format/jobs.ts';
import { pageOf } from '../../format/paging.ts';
import { Button } from '../../parts/button.tsx';
import { AlertIcon, PrinterIcon, UnknownIcon } from '../../parts/icons.tsx';
import { Pager } from '../../parts/pager.tsx';
import { useRows } from '../../parts/use-rows.ts';
import { useIntent, useStationPage } from '../../station/station-context.tsx';

/** The printers to choose from, in the station's order: a touch on one releases the jobs there. */
export function Destinations(props: { readonly destinations: readonly DestinationView[]; readonly jobs: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(0);
  const { ref, rows, columns } = useRows<HTMLUListElement>();
  const { items, page, pages } = pageOf(props.destinations, wanted, rows * columns);
  return (
    <div className="list">
      <ul
        ref={ref}
        className="rows destinations"
        aria-label={t('choose.list')}
        style={{ gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}
      >
        {items.map((destination) => (
          <li key={destination.key}>
            <Destination destination={destination} jobs={props.jobs} />
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

function Destination({ destination, jobs }: { readonly destination: DestinationView; readonly jobs: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  const page = useStationPage();
  const release = useIntent('release');
  return (
    <Button
      kind="plain"
      className="destination"
      disabled={!canTakeJobs(destination)}
      busy={release.busy}
      onPress={() => {
        const { clearChosen, endChoosing } = page.store.getState();
        endChoosing();
        clearChosen();
        release.send({ jobs: [...jobs], to: destination.key });
      }}
    >
      <StateIcon state={destination.state} />
      <span className="destination-text">
        <bdi className="destination-name">{destination.name}</bdi>
        <span className="destination-state">{t(`choose.${destination.state}`)}</span>
      </span>
    </Button>
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
