/**
 * Switches that open a packaged kiosk: fuses do not stop them (reference 0.7, 3.5). Each lets somebody look in, change what the station
 * talks to, or take a wall down.
 */
const refused: ReadonlySet<string> = new Set([
  'allow-running-insecure-content',
  'auth-negotiate-delegate-allowlist',
  'auth-server-allowlist',
  'browser-subprocess-path',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-logging',
  'gpu-launcher',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'js-flags',
  'load-extension',
  'log-file',
  'log-net-log',
  'net-log-capture-mode',
  'no-proxy-server',
  'no-sandbox',
  'password-store',
  'remote-allow-origins',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'renderer-cmd-prefix',
  'single-process',
  'ssl-key-log-file',
  'unsafely-treat-insecure-origin-as-secure',
  'user-data-dir',
  'utility-cmd-prefix',
]);

/** Families of them. */
const refusedPrefixes = ['inspect', 'proxy-'] as const;

/**
 * The switches of this command line that a packaged kiosk does not run with; empty where it may. `hasSwitch` is Chromium's own view,
 * which also holds what came from the environment or was put there by a wrapper.
 */
export function findRefusedSwitches(
  argv: readonly string[],
  platform: NodeJS.Platform,
  hasSwitch: (name: string) => boolean,
): readonly string[] {
  const named = argv.slice(1).flatMap((word) => switchName(word, platform) ?? []);
  const written = named.filter((name) => refused.has(name) || refusedPrefixes.some((prefix) => name.startsWith(prefix)));
  return [...new Set([...written, ...[...refused].filter(hasSwitch)])];
}

/** Chromium takes one dash for two, and on Windows a slash; it folds case there too, so it is folded everywhere. */
function switchName(word: string, platform: NodeJS.Platform): string | null {
  const pattern = platform === 'win32' ? /^(?:--?|\/)([^=]+)/ : /^--?([^=]+)/;
  return pattern.exec(word)?.[1]?.toLowerCase() ?? null;
}
