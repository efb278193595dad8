import { join } from 'node:path';
import { type FuseConfig, FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

/** The fuses of an installed station, all nine, in wire order (reference 3.2). `true` is on. */
const stationFuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseConfig;

/** What the hook reads of electron-builder's context. */
export type PackedApp = Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName'> & {
  readonly packager: { readonly appInfo: { readonly productFilename: string }; readonly executableName?: string };
};

/** electron-builder's `afterPack`: sets the fuses of the packed program, before it is signed. Rejects when the wire is not the nine known fuses. */
export async function afterPack(context: PackedApp): Promise<void> {
  await flipFuses(programFile(context), stationFuses);
}

function programFile({ appOutDir, electronPlatformName, packager }: PackedApp): string {
  switch (electronPlatformName) {
    case 'win32':
      return join(appOutDir, `${packager.appInfo.productFilename}.exe`);
    case 'linux':
      return join(appOutDir, packager.executableName ?? packager.appInfo.productFilename);
    default:
      throw new Error(`There is no package of the station for ${electronPlatformName}.`);
  }
}
