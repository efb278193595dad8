/** Puts an element on the page until the next screen; given to the page by the test. */
declare function broken(element: HTMLElement): void;

/** Ways to break a screen, each with how the fault begins that the measuring has to say. They run in the page. */
export const breaks: readonly (readonly [string, string, () => void])[] = [
  [
    'words that are cut off',
    'cut: p "Some words of ours that are longer t"',
    () => {
      const words = document.createElement('p');
      words.textContent = 'Some words of ours that are longer than their place';
      Object.assign(words.style, {
        position: 'fixed',
        top: '40%',
        width: '90px',
        whiteSpace: 'nowrap',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
      });
      broken(words);
    },
  ],
  [
    'words whose tails are cut off below',
    'cut: p "gggg"',
    () => {
      const words = document.createElement('p');
      words.textContent = 'gggg';
      Object.assign(words.style, {
        position: 'fixed',
        top: '40%',
        fontSize: '60px',
        lineHeight: '40px',
        height: '40px',
        overflow: 'hidden',
      });
      broken(words);
    },
  ],
  [
    'a word that goes on in the next line',
    'broken word: p "Without applications"',
    () => {
      const words = document.createElement('p');
      words.textContent = 'Without applications';
      Object.assign(words.style, { position: 'fixed', top: '40%', width: '110px', fontSize: '24px', overflowWrap: 'anywhere' });
      broken(words);
    },
  ],
  [
    'a name of which the upper half of one more line is seen',
    'cut: bdi "A name of three lines"',
    () => {
      const name = document.createElement('bdi');
      name.textContent = 'A name of three lines';
      Object.assign(name.style, {
        position: 'fixed',
        top: '40%',
        width: '90px',
        height: '68px',
        lineHeight: '26px',
        overflow: 'hidden',
        textOverflow: 'ellipsis',
      });
      broken(name);
    },
  ],
  [
    'words that reach over the edge of what they stand in',
    'over the edge: p "Over the edge"',
    () => {
      const box = document.createElement('div');
      const words = document.createElement('p');
      words.textContent = 'Over the edge';
      Object.assign(box.style, { position: 'fixed', top: '40%', width: '400px', height: '20px', border: '2px solid', paddingTop: '8px' });
      box.append(words);
      broken(box);
    },
  ],
  [
    'a word over a word',
    'overlap: p "One"',
    () => {
      for (const text of ['One', 'Two']) {
        const words = document.createElement('p');
        words.textContent = text;
        Object.assign(words.style, { position: 'fixed', top: '40%', left: '10px' });
        broken(words);
      }
    },
  ],
  [
    'a word outside the picture',
    'outside: p "Beside it all"',
    () => {
      const words = document.createElement('p');
      words.textContent = 'Beside it all';
      Object.assign(words.style, { position: 'fixed', top: '40%', right: '-20px', width: 'max-content' });
      broken(words);
    },
  ],
  [
    'a small target',
    'target: button "Small"',
    () => {
      const button = document.createElement('button');
      button.textContent = 'Small';
      Object.assign(button.style, { position: 'fixed', top: '2px', left: '45%', width: '200px', height: '40px' });
      broken(button);
    },
  ],
  [
    'two targets that touch',
    'close: button "Left"',
    () => {
      for (const [text, left] of [
        ['Left', '300px'],
        ['Right', '402px'],
      ] as const) {
        const button = document.createElement('button');
        button.textContent = text;
        Object.assign(button.style, { position: 'fixed', top: '2px', left, width: '100px', height: '80px' });
        broken(button);
      }
    },
  ],
  [
    'a button under something else',
    'covered: button',
    () => {
      const cover = document.createElement('div');
      Object.assign(cover.style, { position: 'fixed', inset: '0' });
      broken(cover);
    },
  ],
  [
    'a button without a name',
    'no name: button',
    () => {
      const button = document.createElement('button');
      Object.assign(button.style, { position: 'fixed', top: '2px', left: '45%', width: '100px', height: '80px' });
      broken(button);
    },
  ],
  [
    'a focus that was put on a button',
    'focus: button',
    () => {
      document.querySelector<HTMLElement>('.button-primary')?.focus();
    },
  ],
  [
    'pale words',
    'contrast: p "Pale"',
    () => {
      const words = document.createElement('p');
      words.textContent = 'Pale';
      Object.assign(words.style, { position: 'fixed', top: '2px', left: '45%', color: '#aaa', background: '#ccc' });
      broken(words);
    },
  ],
  [
    'words of 12 px',
    'small words: p "Fine print"',
    () => {
      const words = document.createElement('p');
      words.textContent = 'Fine print';
      Object.assign(words.style, { position: 'fixed', top: '2px', left: '45%', fontSize: '12px' });
      broken(words);
    },
  ],
  [
    'a scroll bar',
    'scrolls: ',
    () => {
      const box = document.createElement('div');
      box.append(document.createElement('div'));
      Object.assign(box.style, { position: 'fixed', top: '40%', height: '10px', width: '10px', overflow: 'auto' });
      Object.assign((box.firstChild as HTMLElement).style, { height: '100px' });
      broken(box);
    },
  ],
];
