import { expect, test } from 'vitest';
import { languages, themes } from '../../../preload/contract.ts';
import { dimensions, sizes } from '../../layout/combinations.ts';
import { samples } from '../../support/snapshots.ts';
import { mostPictures, planPictures } from './plan.ts';
import { scenes } from './scenes.ts';

const plan = planPictures(dimensions.sample);
const looks = [...plan.values()].flat();

test('the gallery shows every state, in at most 150 pictures', () => {
  expect([...plan].filter(([, pictures]) => pictures.length === 0)).toEqual([]);
  expect(looks.length).toBeLessThanOrEqual(mostPictures);
});

test('every language meets every size and every theme, and large text and reach mode meet them all', () => {
  const missing: string[] = [];
  const meet = (words: string, found: boolean): void => void (found ? 0 : missing.push(words));
  for (const language of languages) {
    for (const size of Object.keys(sizes))
      meet(
        `${language} ${size}`,
        looks.some((look) => look.language === language && look.size === size),
      );
    for (const theme of themes)
      meet(
        `${language} ${theme}`,
        looks.some((look) => look.language === language && look.theme === theme),
      );
    meet(
      `${language} large`,
      looks.some((look) => look.language === language && look.largeText),
    );
    meet(
      `${language} reach`,
      looks.some((look) => look.language === language && look.reach),
    );
  }
  for (const size of Object.keys(sizes))
    for (const theme of themes)
      meet(
        `${size} ${theme}`,
        looks.some((look) => look.size === size && look.theme === theme),
      );
  expect(missing).toEqual([]);
});

test('what the real station shows stands for a sample of the same name', () => {
  expect(scenes.map(({ state }) => state).filter((state) => !(state in samples))).toEqual([]);
  expect(new Set(scenes.map(({ state }) => state)).size).toBe(scenes.length);
});
