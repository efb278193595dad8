import type { LinkState } from './link-to-host.ts';

const sentences: Readonly<Record<'lost' | 'replaced' | 'outOfOrder', string>> = {
  lost: 'The kiosk does not answer. This page tries again by itself. If the kiosk was started anew, open the new link that it printed.',
  replaced: 'This kiosk is now open in another window. Reload this page to bring it back here.',
  outOfOrder: 'This kiosk’s page does not work. It is tried again in ten minutes. Please tell your IT support. Your print jobs are safe.',
};

/**
 * Covers the page with one sentence while it has no host, and hides what was on it: names of documents must not
 * stay on a screen that nobody can sign out of any more.
 */
export function drawCurtain(page: Document): (state: LinkState | 'outOfOrder') => void {
  const curtain = page.createElement('p');
  curtain.setAttribute('role', 'alert');
  Object.assign(curtain.style, {
    position: 'fixed',
    inset: '0',
    margin: '0',
    padding: '2rem',
    display: 'grid',
    placeContent: 'center',
    font: '1.5rem/1.4 system-ui, sans-serif',
    color: '#111',
    background: '#fff',
    zIndex: '2147483647',
  });
  return (state) => {
    if (state === 'lost' || state === 'replaced' || state === 'outOfOrder') {
      curtain.textContent = sentences[state];
      if (page.body !== null) page.body.style.display = 'none';
      page.documentElement.append(curtain);
    } else {
      curtain.remove();
      page.body?.style.removeProperty('display');
    }
  };
}
