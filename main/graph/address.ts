/** The version root of a Graph origin, e.g. `https://graph.microsoft.com` gives `https://graph.microsoft.com/v1.0` (reference 2). */
export function versionRoot(graph: string): string {
  return `${graph.replace(/\/+$/, '')}/v1.0`;
}

/** Builds and checks addresses below one version root: the only places that a token of it may be sent to. */
export interface GraphAddresses {
  /** Address of `segments` below the root, each encoded; null where a segment cannot be part of a path. */
  build(segments: readonly string[], query?: string): string | null;
  /** The address of a next page, or null where it leaves the root's origin or path (reference 5.4). */
  pin(nextLink: string): string | null;
  /** Where batches are posted (reference 5.5). */
  readonly batch: string;
  /** An address that `build` made, as an item of a batch names it: from the slash after the root. */
  below(url: string): string;
}

/** Throws on a root that is no http(s) address: a bug of the caller, configuration is checked before. */
export function createGraphAddresses(root: string): GraphAddresses {
  const base = new URL(root);
  if (base.protocol !== 'https:' && base.protocol !== 'http:') throw new TypeError('The Graph root is not an http address.');
  const prefix = `${base.origin}${base.pathname.replace(/\/+$/, '')}`;

  return {
    build(segments, query) {
      const encoded = segments.map(encodeSegment);
      if (encoded.includes(null)) return null;
      return `${prefix}/${encoded.join('/')}${query === undefined ? '' : `?${query}`}`;
    },
    pin(nextLink) {
      if (!URL.canParse(nextLink)) return null;
      const link = new URL(nextLink);
      if (link.origin !== base.origin || link.username !== '' || link.password !== '') return null;
      return `${link.origin}${link.pathname}`.startsWith(`${prefix}/`) ? link.href : null;
    },
    batch: `${prefix}/$batch`,
    below: (url) => url.slice(prefix.length),
  };
}

/** A dot segment would climb out of its place even when encoded; a lone surrogate cannot be encoded. */
function encodeSegment(segment: string): string | null {
  if (segment === '' || segment === '.' || segment === '..' || segment.length > 512 || !segment.isWellFormed()) return null;
  return encodeURIComponent(segment);
}
