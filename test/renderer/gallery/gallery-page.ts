import { languageNames } from '../../../renderer/words/languages.ts';
import { samples } from '../../support/snapshots.ts';
import type { PictureLook, Source } from './plan.ts';

/** One picture that was taken. */
export interface Picture {
  readonly state: string;
  readonly look: PictureLook;
  readonly source: Source;
  /** Beside the page. */
  readonly file: string;
}

const groups: Readonly<Record<string, string>> = {
  starting: 'Starting',
  notConfigured: 'Not configured',
  welcome: 'First screen',
  signIn: 'Sign-in with the phone',
  linkBadge: 'A card is linked',
  jobs: 'Jobs',
  trouble: 'Out of service',
  ruler: 'Ruler',
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function caption({ state, look, source }: Picture): string {
  const { language, size, theme, largeText, reach } = look;
  const words = [
    languageNames[language],
    size.replace('x', ' × '),
    theme,
    ...(largeText ? ['large text'] : []),
    ...(reach ? ['reach mode'] : []),
  ];
  return `<b>${escaped(state.replaceAll('-', ' ').replaceAll('+', ', '))}</b> <i class="${source}">${source}</i><br>${escaped(words.join(' · '))}`;
}

const style = `body{margin:2rem;font:16px/1.4 system-ui,sans-serif;background:#f4f1ea;color:#10241f}main{display:grid;grid-template-columns:repeat(auto-fill,minmax(22rem,1fr));gap:1.5rem}
figure{margin:0}img{max-width:100%;max-height:26rem;border:1px solid #10241f}figcaption{margin-top:.4rem}i{font-style:normal;padding:0 .4em;border-radius:.3em}.real{background:#123f3a;color:#fff}.fed{background:#ddd5c3}`;

/** The page that shows the pictures, grouped by screen. */
export function galleryPage(pictures: readonly Picture[]): string {
  const byScreen = Map.groupBy(pictures, ({ state }) => samples[state.split('+')[0] ?? state]?.screen.name ?? 'other');
  const sections = [...byScreen].map(([screen, list]) => {
    const figures = list.map(
      (picture) =>
        `<figure><a href="${picture.file}"><img loading="lazy" src="${picture.file}" alt=""></a><figcaption>${caption(picture)}</figcaption></figure>`,
    );
    return `<h2>${groups[screen] ?? screen} (${list.length})</h2><main>${figures.join('\n')}</main>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Release Station: gallery</title><style>${style}</style>
<h1>Release Station</h1><p>${pictures.length} pictures of the app itself. <i class="real">real</i>: the station on its demo tenant was brought into that state. <i class="fed">fed</i>: the same pages were given a snapshot of it.</p>
${sections.join('\n')}</html>\n`;
}
