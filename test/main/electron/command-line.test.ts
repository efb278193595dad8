import { describe, expect, test } from 'vitest';
import { readArguments } from '../../../main/electron/read-arguments.ts';
import { findRefusedSwitches } from '../../../main/electron/refuse-switches.ts';
import { exitCodes } from '../../../main/process/exit-codes.ts';

const none = () => false;

describe('an installed kiosk does not start with', () => {
  test.each([
    'remote-debugging-port=9222',
    'remote-debugging-pipe',
    'inspect',
    'inspect-brk=0.0.0.0:9229',
    'inspect-publish-uid=http',
    'no-sandbox',
    'disable-web-security',
    'ignore-certificate-errors',
    'host-resolver-rules=MAP * 127.0.0.1',
    'host-rules=MAP * 127.0.0.1',
    'proxy-server=http://127.0.0.1:8080',
    'proxy-pac-url=http://127.0.0.1/p',
    'load-extension=/tmp/x',
    'user-data-dir=/tmp/x',
    'js-flags=--expose-gc',
    'enable-logging=file',
    'password-store=basic',
    'ssl-key-log-file=/tmp/keys',
  ])('--%s, however it is written', (word) => {
    const name = word.split('=')[0] ?? '';
    for (const written of [`--${word}`, `-${word}`, `--${word.toUpperCase()}`])
      expect(findRefusedSwitches(['kiosk', written], 'linux', none), written).toEqual([name]);
    expect(findRefusedSwitches(['kiosk.exe', `/${word}`], 'win32', none)).toEqual([name]);
  });

  test('what a wrapper or the environment put there', () => {
    expect(findRefusedSwitches(['kiosk'], 'linux', (name) => name === 'no-sandbox')).toEqual(['no-sandbox']);
  });
});

test('an installed kiosk starts with its own arguments, and a path is no switch', () => {
  expect(findRefusedSwitches(['kiosk', '--config', '/inspect/no-sandbox', '--ozone-platform-hint=auto'], 'linux', none)).toEqual([]);
});

describe('the command line', () => {
  const asked = (...words: readonly string[]) => readArguments(['electron', '.', ...words], false);

  test('names the configuration, the kiosk and the demo reader', () => {
    expect(asked('--config', '/etc/c.json', '--kiosk', '--reader-events', 'http://127.0.0.1:4100/desk/taps')).toEqual({
      ok: true,
      configFile: '/etc/c.json',
      kiosk: true,
      ruler: false,
      readerEvents: new URL('http://127.0.0.1:4100/desk/taps'),
    });
    expect(asked()).toEqual({ ok: true, configFile: null, kiosk: false, ruler: false, readerEvents: null });
    expect(readArguments(['kiosk', '--config=/etc/c.json', '--lang=de'], true)).toMatchObject({ ok: true, configFile: '/etc/c.json' });
  });

  test('asks for the ruler, of an installed kiosk too', () => {
    expect(asked('--ruler')).toMatchObject({ ok: true, ruler: true });
    expect(readArguments(['kiosk', '--ruler'], true)).toMatchObject({ ok: true, ruler: true });
  });

  test('gives an installed kiosk no other reader', () => {
    expect(readArguments(['kiosk', '--reader-events', 'http://127.0.0.1:4100/desk/taps'], true)).toMatchObject({
      ok: true,
      readerEvents: null,
    });
  });

  test.each(['https://127.0.0.1/', 'http://127.0.0.1.example/', 'http://example.org/', 'http://user@127.0.0.1/', 'file:///tmp', 'no'])(
    'refuses %s as the demo reader',
    (address) => expect(asked('--reader-events', address)).toMatchObject({ ok: false }),
  );

  test('says what is wrong with --config', () => {
    expect(asked('--config')).toEqual({ ok: false, problem: '--config needs the name of a file.' });
  });
});

test('exit codes are a contract with the supervisor', () => {
  expect(exitCodes).toEqual({ stopped: 0, alreadyRunning: 64, refusedCommandLine: 65, portTaken: 69, failed: 70 });
});
