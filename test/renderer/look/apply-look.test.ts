import { describe, expect, test } from 'vitest';
import type { Look, Setup } from '../../../preload/contract.ts';
import { applyLook, millimetrePx, type Root } from '../../../renderer/look/apply-look.ts';
import { sampleSetup } from '../../support/snapshots.ts';

const plain: Look = { language: 'en', theme: 'light', largeText: false, reach: false };

function page() {
  const attributes = new Map<string, string>();
  const style = new Map<string, string>();
  const root: Root = {
    setAttribute: (name, value) => void attributes.set(name, value),
    toggleAttribute: (name, on) => {
      if (on === true) attributes.set(name, '');
      else attributes.delete(name);
      return on === true;
    },
    style: {
      setProperty: (name, value) => void style.set(name, value ?? ''),
      removeProperty: (name) => {
        style.delete(name);
        return '';
      },
    },
  };
  const look = (change: Partial<Look>, setup: Partial<Setup> = {}) =>
    applyLook(root, { ...plain, ...change }, { ...sampleSetup, ...setup }, 1920);
  return { attributes, style, look };
}

describe('the look', () => {
  test('is on the root element, and goes from it when it is taken back', () => {
    const { attributes, look } = page();
    look({ theme: 'contrast', largeText: true, reach: true });
    expect(Object.fromEntries(attributes)).toEqual({ 'data-theme': 'contrast', 'data-large': '', 'data-reach': '' });
    look({ theme: 'dark' });
    expect(Object.fromEntries(attributes)).toEqual({ 'data-theme': 'dark' });
  });

  test('has the millimetres that IT measured, and none where nobody has', () => {
    const { style, look } = page();
    look({}, { widthMm: 480 });
    expect(style.get('--mm')).toBe('4px');
    look({});
    expect(style.has('--mm')).toBe(false);
  });

  test('has the organisation’s pair of colours, or the product’s; never half of one', () => {
    const { style, look } = page();
    look({}, { brand: { logo: null, color: '#003a8c', text: '#ffffff' } });
    expect([style.get('--brand'), style.get('--brand-text')]).toEqual(['#003a8c', '#ffffff']);
    for (const brand of [
      { logo: null, color: '#003a8c', text: null },
      { logo: null, color: 'red; --paper: red', text: '#ffffff' },
    ]) {
      look({}, { brand });
      expect([...style.keys()]).toEqual([]);
    }
  });
});

test('a width that no panel has is as good as none', () => {
  expect([49, 3001, 0, -5, Number.NaN].map((widthMm) => millimetrePx(widthMm, 1920))).toEqual([null, null, null, null, null]);
  expect(millimetrePx(50, 800)).toBe(16);
});
