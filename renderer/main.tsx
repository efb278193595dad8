import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import './theme/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { localeFor } from './format/locale.ts';
import { createScreenStore } from './station/screen-store.ts';
import { createTranslator } from './words/translator.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const translator = createTranslator();
createRoot(root).render(
  <StrictMode>
    <App
      page={{
        station: window.station,
        store: createScreenStore(),
        clocks: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
        locale: localeFor(translator.language, navigator.languages),
      }}
      translator={translator}
    />
  </StrictMode>,
);
