import '../../../renderer/theme/index.css';
import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/app.tsx';
import { createPlayer } from '../../../renderer/sounds/player.ts';
import { createScreenStore } from '../../../renderer/station/screen-store.ts';
import { createTranslator } from '../../../renderer/words/translator.ts';
import { sampleNow, samples } from '../../support/snapshots.ts';
import { fakeStation } from './fake-station.ts';

const wanted = new URLSearchParams(window.location.search);
const snapshot = samples[wanted.get('sample') ?? 'welcome'];
const root = document.getElementById('root');
if (root === null || snapshot === undefined) throw new Error('no such sample');

const fake = fakeStation(snapshot);
Object.assign(window, { gallery: fake });
createRoot(root).render(
  <App
    page={{
      station: fake.station,
      store: createScreenStore(),
      clocks: { monotonicMs: () => 0, wallMs: () => sampleNow },
      locales: ['en-GB'],
    }}
    translator={createTranslator()}
    player={createPlayer(() => new AudioContext())}
  />,
);
