import { expect, test } from 'vitest';
import { createSettings, defaultSettings, settingsSchema } from '../../../main/simulator/settings.ts';

test('every setting has a default and a sentence that says what it does', () => {
  expect(new Set(Object.keys(defaultSettings))).toEqual(new Set(Object.keys(settingsSchema.shape)));
  for (const [name, schema] of Object.entries(settingsSchema.shape)) expect(schema.description, name).toMatch(/.{12,}/);
});

test('a wrong change changes nothing and names what is wrong', () => {
  const settings = createSettings();
  settings.change({ printMs: 5 });
  expect(() => settings.change({ printMs: -1, readLagMs: 1 })).toThrow(/printMs/);
  expect(settings.current()).toMatchObject({ printMs: 5, readLagMs: 0 });
  expect(() => settings.change({ colour: 'red' } as object)).toThrow(/colour/);
  expect(() => createSettings({ secondStart: 'maybe' as 'refuse' })).toThrow(/secondStart/);
});
