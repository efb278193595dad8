/**
 * Looks that are known to have a fault yet: large text that does not fit, and one name of a button that the pseudo-locale alone spells otherwise
 * than what is seen. Every other look has to be without a fault, and one that is mended has to leave this list: the test says so.
 */
export const openFaults: ReadonlySet<string> = new Set([
  'jobs-all-deleting 1024x600 en-XA dark large unmeasured',
  'jobs-attention 1024x600 ar light large reach unmeasured',
  'jobs-refused 1024x600 ar contrast large reach',
  'jobs-masked-many 1024x600 de light large',
  'not-configured-20 1024x600 en-XA dark large',
  'welcome+look 1024x600 en-XA dark large',
  'sign-in 1080x1920 en-XA dark large unmeasured',
  'sign-in-disconnected 1080x1920 es contrast large unmeasured',
]);
