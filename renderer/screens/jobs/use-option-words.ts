import { useTranslation } from 'react-i18next';
import type { ReleaseOptions } from '../../../preload/contract.ts';
import { chosenOf, type OptionName } from '../../format/options.ts';

/** Words for what has been set. */
export interface OptionWords {
  /** One of the options: "2 copies", "In colour"; "As printed" where it was not touched. */
  readonly of: (name: OptionName, options: ReleaseOptions) => string;
  /** All that was set, in one line; empty where nothing was. */
  readonly summary: (options: ReleaseOptions) => string;
}

/** Gives the words in the language of the screen. */
export function useOptionWords(): OptionWords {
  const { t } = useTranslation();
  const of = (name: OptionName, options: ReleaseOptions): string => {
    const { copies, sides, color, pages, pagesPerSheet } = options;
    switch (name) {
      case 'copies':
        return copies === undefined ? t('options.asPrinted') : t('options.copiesSet', { count: copies });
      case 'sides':
        return sides === undefined ? t('options.asPrinted') : t(`options.${sides}`);
      case 'color':
        return color === undefined ? t('options.asPrinted') : color ? t('options.inColor') : t('options.blackAndWhite');
      case 'pages':
        if (pages === undefined) return t('options.allPages');
        return pages.first === pages.last ? t('options.pageSet', { page: pages.first }) : t('options.pagesSet', pages);
      case 'pagesPerSheet':
        return pagesPerSheet === undefined ? t('options.asPrinted') : t('options.perSheetSet', { count: pagesPerSheet });
    }
  };
  return {
    of,
    summary: (options) =>
      chosenOf(options)
        .map((name) => of(name, options))
        .join(' · '),
  };
}
