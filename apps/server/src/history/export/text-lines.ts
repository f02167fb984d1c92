import type { FontRun, FontWeight, PdfFonts } from './pdf-fonts.ts';

export interface TextLook {
  readonly weight: FontWeight;
  readonly size: number;
  readonly color: string;
  readonly indent?: number;
}

/** A run with the room that it takes. */
export interface PlacedRun extends FontRun {
  readonly width: number;
}

interface Word {
  readonly runs: readonly PlacedRun[];
  readonly width: number;
  readonly backwards: boolean;
}

interface Asked {
  readonly text: string;
  readonly look: TextLook;
  readonly width: number;
}

/** Breaks a text into lines; words that are written from right to left come in their order. */
export function linesOf(
  doc: PDFKit.PDFDocument,
  fonts: PdfFonts,
  { text, look, width }: Asked,
): PlacedRun[][] {
  const place = (run: FontRun): PlacedRun => {
    doc.font(run.font).fontSize(look.size);
    return { ...run, width: doc.widthOfString(run.text) };
  };
  const wordOf = (part: string): Word => {
    const runs = fonts.runs(part, look.weight).map(place);
    const backwards = runs.length > 0 && runs.every((run) => run.backwards);
    return { runs: inOrder(runs), width: widthOf(runs), backwards };
  };
  const space = place({ font: look.weight, text: ' ', backwards: false });
  const lines: Word[][] = [];
  let room = 0;
  for (const word of text.split(' ').flatMap((part) => fitting(wordOf(part), part, { width, wordOf }))) {
    const line = lines.at(-1);
    const needed = word.width + space.width;
    if (line && needed <= room) {
      line.push(word);
      room -= needed;
    } else {
      lines.push([word]);
      room = width - word.width;
    }
  }
  return lines.map((line) =>
    backwardsTurned(line).flatMap(({ runs }, at) => (at === 0 ? runs : [space, ...runs])),
  );
}

/** A word wider than a line, in pieces. */
function fitting(
  word: Word,
  text: string,
  { width, wordOf }: { readonly width: number; readonly wordOf: (part: string) => Word },
): Word[] {
  const letters = [...text];
  if (word.width <= width || letters.length < 2) return [word];
  const half = Math.ceil(letters.length / 2);
  return [letters.slice(0, half).join(''), letters.slice(half).join('')].flatMap((part) =>
    fitting(wordOf(part), part, { width, wordOf }),
  );
}

/** Runs of a word that is written backwards in part stand in the order of reading. */
function inOrder(runs: readonly PlacedRun[]): PlacedRun[] {
  return runs.every((run) => run.backwards) ? runs.toReversed() : [...runs];
}

function backwardsTurned(words: readonly Word[]): Word[] {
  const turned: Word[] = [];
  let from = 0;
  for (const [at, word] of words.entries()) {
    if (!word.backwards) from = at + 1;
    turned.splice(word.backwards ? from : at, 0, word);
  }
  return turned;
}

function widthOf(runs: readonly PlacedRun[]): number {
  return runs.reduce((sum, { width }) => sum + width, 0);
}
