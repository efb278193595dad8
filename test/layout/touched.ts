/** A screen's look that a finger brings about, beyond what a sample shows by itself: what is touched, in order (CSS selectors). */
export interface Touched {
  readonly sample: string;
  readonly touches: readonly string[];
}

const options = 'button.opens-options';
const look = '.tool:not(:has(span[lang]))';
const language = '.tool:has(span[lang])';
const name = '.job input[type="checkbox"]';

/** By name: the sample's, a plus sign, and what was done. */
export const touched: Readonly<Record<string, Touched>> = {
  'welcome+language': { sample: 'welcome', touches: [language] },
  'welcome+look': { sample: 'welcome', touches: [look] },
  'jobs-1+look': { sample: 'jobs-1', touches: [look] },
  'jobs-1+look+language': { sample: 'jobs-1', touches: [look, `dialog ${language}`] },
  'jobs-3+chosen': { sample: 'jobs-3', touches: [name] },
  'jobs-20+last-page': { sample: 'jobs-20', touches: ['.pager .button:last-child', '.pager .button:last-child'] },
  'jobs-masked+chosen': { sample: 'jobs-masked', touches: [name] },
  'jobs-destinations+choosing': { sample: 'jobs-destinations', touches: ['.button-release'] },
  'jobs-destinations-many+choosing': { sample: 'jobs-destinations-many', touches: ['.button-release'] },
  'jobs-options-destinations+choosing': { sample: 'jobs-options-destinations', touches: ['.button-release'] },
  'jobs-options+options': { sample: 'jobs-options', touches: [options] },
  'jobs-options+sides': { sample: 'jobs-options', touches: [options, 'button.opens-options-sides'] },
  'jobs-options+color': { sample: 'jobs-options', touches: [options, 'button.opens-options-color'] },
  'jobs-options+pages': { sample: 'jobs-options', touches: [options, 'button.opens-options-pages'] },
  'jobs-options+pagesPerSheet': { sample: 'jobs-options', touches: [options, 'button.opens-options-pagesPerSheet'] },
  'jobs-options+set': {
    sample: 'jobs-options',
    touches: [
      options,
      'button.opens-options-sides',
      '.option:last-child .option-button',
      'button.opens-options-color',
      '.option:last-child .option-button',
      '.actions .button:nth-child(2)',
    ],
  },
};
