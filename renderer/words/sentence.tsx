import type { ReactNode } from 'react';

/** One piece of a sentence: words of ours, or a name from outside. */
export type Piece = { readonly is: 'words'; readonly text: string } | { readonly is: 'name'; readonly text: string };

/** Stands for a name while a sentence is translated; private use, so no language and no cleaned name holds it. */
export const nameMark = '\uE000';

/** Splits a translated sentence at its marks and puts the names back, so a name can neither bring markup nor turn the sentence round. */
export function piecesOf(sentence: string, name: string): readonly Piece[] {
  return sentence
    .split(nameMark)
    .flatMap((text, index): Piece[] =>
      index === 0
        ? [{ is: 'words', text }]
        : [
            { is: 'name', text: name },
            { is: 'words', text },
          ],
    )
    .filter((piece) => piece.text !== '');
}

/** A sentence with a name from outside in it: translate with `nameMark` in the name's place. */
export function Sentence({ text, name }: { readonly text: string; readonly name: string }): ReactNode {
  let place = 0;
  return piecesOf(text, name).map((piece) => {
    place += 1;
    return piece.is === 'name' ? <bdi key={place}>{piece.text}</bdi> : <span key={place}>{piece.text}</span>;
  });
}
