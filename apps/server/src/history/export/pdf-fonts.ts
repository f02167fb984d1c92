import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A font file; in a collection, the font of that name. */
interface FontFile {
  readonly path: string;
  readonly name?: string;
}

export type FontWeight = 'regular' | 'bold';

/** Letters that one font shows, in one direction. */
export interface FontRun {
  readonly font: string;
  readonly text: string;
  readonly backwards: boolean;
}

/** What of PDFKit the fonts need. */
export interface FontHolder {
  registerFont(name: string, path: string, family?: string): unknown;
  font(name: string): unknown;
}

const require = createRequire(import.meta.url);

/** Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic and more, wherever Atrium runs. */
const OWN: Record<FontWeight, FontFile> = {
  regular: { path: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf') },
  bold: { path: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf') },
};

/** Fonts of the machine for the scripts beyond; the first that is there and has the letter. */
const OTHERS: readonly FontFile[] = [
  { path: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', name: 'NotoSansCJKsc-Regular' },
  { path: '/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc', name: 'NotoSansCJKsc-Regular' },
  { path: '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc', name: 'WenQuanYiZenHei' },
  { path: '/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf' },
  { path: '/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf' },
  { path: '/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf' },
  { path: '/usr/share/fonts/truetype/noto/NotoSansTamil-Regular.ttf' },
  { path: '/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf' },
  { path: '/System/Library/Fonts/Supplemental/Arial Unicode.ttf' },
  { path: 'C:\\Windows\\Fonts\\msyh.ttc', name: 'MicrosoftYaHei' },
  { path: 'C:\\Windows\\Fonts\\malgun.ttf' },
  { path: 'C:\\Windows\\Fonts\\Nirmala.ttf' },
];

const MAX_WORDS = 10_000;
const NONE = '';
const MISSING = '□';
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const NEUTRAL = /[\s\p{P}\p{S}\p{M}\p{Cf}]/u;

/** Of PDFKit's insides: there is no other way to ask whether a font has a letter, or to bound what it keeps. */
interface LoadedFont {
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
  layoutCache?: object;
}

/** Finds a font for every letter. */
export class PdfFonts {
  readonly #doc: FontHolder;
  readonly #others: string[] = [];
  readonly #known = new Map<string, string>();

  constructor(doc: FontHolder) {
    this.#doc = doc;
    doc.registerFont('regular', OWN.regular.path);
    doc.registerFont('bold', OWN.bold.path);
    for (const [index, { path, name }] of OTHERS.entries()) {
      if (!existsSync(path)) continue;
      doc.registerFont(`other${index}`, path, name);
      this.#others.push(`other${index}`);
    }
  }

  /** A word in runs of one font each; a letter that no font has is a box. */
  runs(word: string, weight: FontWeight): FontRun[] {
    const runs: { font: string; text: string; backwards: boolean }[] = [];
    for (const letter of word) {
      const last = runs.at(-1);
      const backwards = NEUTRAL.test(letter) ? (last?.backwards ?? false) : RIGHT_TO_LEFT.test(letter);
      // Signs and accents stay with the letters before them, where their font has them.
      const stays = last !== undefined && NEUTRAL.test(letter) && this.#has(last.font, letter);
      const found = stays ? last.font : this.#fontOf(letter, weight);
      const font = found === NONE ? weight : found;
      const text = found === NONE ? MISSING : letter;
      if (last?.font === font && last.backwards === backwards) last.text += text;
      else runs.push({ font, text, backwards });
    }
    return runs;
  }

  #fontOf(letter: string, weight: FontWeight): string {
    const key = `${weight}${letter}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size > 20_000) this.#known.clear();
    const font = [weight, ...this.#others].find((name) => this.#has(name, letter)) ?? NONE;
    this.#known.set(key, font);
    return font;
  }

  /** The layout of every word is kept: far faster, and without end in a long document. */
  forget(): void {
    for (const font of ['regular', 'bold', ...this.#others]) {
      const loaded = this.#loaded(font);
      if (Object.keys(loaded.layoutCache ?? {}).length > MAX_WORDS) loaded.layoutCache = Object.create(null);
    }
  }

  #has(font: string, letter: string): boolean {
    return this.#loaded(font).font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
  }

  #loaded(name: string): LoadedFont {
    this.#doc.font(name);
    return (this.#doc as unknown as { _font: LoadedFont })._font;
  }
}
