/** The one function used of `qrcode`. Its published typings drag Node's types into this folder. */
declare module 'qrcode' {
  export interface QrModules {
    /** Modules along one side. */
    readonly size: number;
    /** Row by row; 1 is dark. */
    readonly data: Uint8Array;
  }
  export function create(text: string, options: { readonly errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' }): { readonly modules: QrModules };
}
