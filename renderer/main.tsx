import './theme/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createPlayer } from './sounds/player.ts';
import { createScreenStore } from './station/screen-store.ts';
import { createTranslator } from './words/translator.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <App
      page={{
        station: window.station,
        store: createScreenStore(),
        clocks: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
        locales: navigator.languages,
      }}
      translator={createTranslator(navigator.languages)}
      player={createPlayer(() => new AudioContext())}
    />
  </StrictMode>,
);
