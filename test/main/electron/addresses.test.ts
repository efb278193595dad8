import { describe, expect, test } from 'vitest';
import { isOwnAddress, mayNavigate, outOfServicePage, startPage } from '../../../main/electron/address.ts';

/** Addresses that look like the kiosk's own. */
const lookalikes = [
  'app://station.example/',
  'app://stations/',
  'app://kiosk/',
  'app://STATION/',
  'app://station:80/',
  'app://station@example.org/',
  'app://example.org@station/',
  'app://user:pass@station/',
  'app://st%61tion/',
  'app:station',
  'app:/station/',
  'apps://station/',
  'https://station/',
  'http://app//station/',
  'file:///app://station/',
  'data:text/html,app://station/',
  'javascript:location="app://station/"',
  'view-source:app://station/',
  'blob:app://station/1',
  'about:blank',
  '',
  'not an address',
];

describe('the kiosk’s own addresses', () => {
  test.each(lookalikes)('%j is not one', (address) => {
    expect(isOwnAddress(address)).toBe(false);
    expect(mayNavigate(address)).toBe(false);
  });

  test('are its pages, and the window may show two of them', () => {
    expect(['app://station/', 'app://station/assets/index.js', startPage, outOfServicePage].every(isOwnAddress)).toBe(true);
    expect([startPage, outOfServicePage].every(mayNavigate)).toBe(true);
    expect(['app://station/assets/index.js', 'app://station/?a', 'app://station/../', 'app://station//'].some(mayNavigate)).toBe(false);
  });
});
