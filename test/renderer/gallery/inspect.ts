import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What a page must not do: clip words, leave the screen, show small targets or small words, or fail axe. One line for each fault. */
export async function inspectPage(page: Page): Promise<readonly string[]> {
  const seen = await page.evaluate(() => {
    const faults: string[] = [];
    const minTargetPx = 12 * (96 / 25.4) - 0.5;
    const name = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? '').slice(0, 40)}"`;
    const modal = document.querySelector('dialog[open]');
    // What lies below a sheet is measured on its own.
    const within = modal === null ? document.querySelectorAll<HTMLElement>('main *') : modal.querySelectorAll<HTMLElement>('*');
    for (const element of within) {
      if (element instanceof SVGElement || element.closest('svg') !== null) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const style = getComputedStyle(element);
      // There for those who hear it alone.
      if (style.clipPath === 'inset(50%)') continue;
      const clamped = style.webkitLineClamp !== 'none' || style.textOverflow === 'ellipsis';
      const inside = clamped || element.parentElement?.closest('.job-title, .stage-hint, .person-name, .brand-name, .job-meta') !== null;
      if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1) {
        if (!inside) faults.push(`leaves the screen: ${name(element)}`);
      }
      // Letters of a tight line reach a little over it; that is drawn, not clipped.
      const spills =
        element.scrollHeight > element.clientHeight + Math.max(3, Number.parseFloat(style.fontSize) * 0.2) ||
        element.scrollWidth > element.clientWidth + 3;
      if (spills && style.display !== 'inline' && !clamped && !inside) {
        faults.push(
          `spills over by ${element.scrollWidth - element.clientWidth}×${element.scrollHeight - element.clientHeight}: ${name(element)}`,
        );
      }
      if (element.matches('button, input') && (box.width < minTargetPx || box.height < minTargetPx)) {
        faults.push(`target of ${Math.round(box.width)}×${Math.round(box.height)}: ${name(element)}`);
      }
      const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
      if (own && Number.parseFloat(style.fontSize) < 19) faults.push(`words of ${style.fontSize}: ${name(element)}`);
    }
    const focused = document.activeElement;
    if (focused?.matches('button, input')) faults.push(`has the focus by itself: ${name(focused)}`);
    if (modal === null && document.querySelectorAll('.button-primary:not(:disabled)').length > 1)
      faults.push('more than one next thing to do');
    return faults;
  });
  const axe = await new AxeBuilder({ page }).analyze();
  return [...seen, ...axe.violations.map((found) => `axe ${found.id}: ${found.nodes.map((node) => node.html.slice(0, 140)).join(' | ')}`)];
}
