import { posix, win32 } from 'node:path';

/** The machine as far as paths depend on it. */
export interface PathContext {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `%ProgramData%\ReleaseStation\config.json`, or `/etc/release-station/config.json`. */
export function defaultConfigFile(context: PathContext): string {
  return context.platform === 'win32'
    ? win32.join(programData(context), 'ReleaseStation', 'config.json')
    : '/etc/release-station/config.json';
}

/** `%ProgramData%\ReleaseStation\data`, or `/var/lib/release-station`. */
export function defaultDataFolder(context: PathContext): string {
  return context.platform === 'win32' ? win32.join(programData(context), 'ReleaseStation', 'data') : '/var/lib/release-station';
}

/** An absolute path; a relative one starts at the folder of the configuration file. */
export function besideFile(context: PathContext, configFile: string, path: string): string {
  const paths = context.platform === 'win32' ? win32 : posix;
  return paths.resolve(paths.dirname(configFile), path);
}

/** True for a path on another machine. SQLite's journal does not survive there. */
export function isNetworkPath(context: PathContext, path: string): boolean {
  return context.platform === 'win32' && /^[\\/]{2}(?![.?][\\/])/.test(path);
}

/** True where somebody expects a shell to fill something in. */
export function wantsShell(path: string): boolean {
  return /%[^%\\/]+%|^~|\$[{A-Za-z(]/.test(path);
}

function programData(context: PathContext): string {
  return context.env.ProgramData ?? context.env.PROGRAMDATA ?? 'C:\\ProgramData';
}
