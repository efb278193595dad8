import { coverPage } from '../cover.ts';
import type { LinkState } from './link-to-host.ts';

const sentences: Readonly<Record<LinkState | 'outOfOrder', string | null>> = {
  connecting: null,
  open: null,
  lost: 'The kiosk does not answer. This page tries again by itself. If the kiosk was started anew, open the new link that it printed.',
  replaced: 'This kiosk is now open in another window. Reload this page to bring it back here.',
  outOfOrder: 'This kiosk’s page does not work. It is tried again in ten minutes. Please tell your IT support. Your print jobs are safe.',
};

/** Covers the page with one sentence while it has no host or does not work. */
export function drawCurtain(page: Document): (state: LinkState | 'outOfOrder') => void {
  const cover = coverPage(page);
  return (state) => cover(sentences[state]);
}
