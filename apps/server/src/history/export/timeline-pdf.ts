import { setImmediate } from 'node:timers/promises';
import type { FieldChange, TimelineEntry } from '@atrium/protocol/api';
import PDFDocument from 'pdfkit';
import type { Totals } from './entry-pages.ts';
import { PdfFonts } from './pdf-fonts.ts';
import { linesOf, type TextLook } from './text-lines.ts';

export interface PdfHead {
  readonly title: string;
  /** Under the title: which filter, up to where. */
  readonly about: string;
  readonly createdAt: Date;
}

const MARGIN = 48;
const FOOT = 20;
const LEADING = 1.35;
const PLAIN: PDFKit.Mixins.TextOptions = { lineBreak: false };
const INK = '#1f2328';
const GREY = '#59636e';
/** Beyond this a value is cut; the CSV has it whole. */
const MAX_VALUE = 400;

const TITLE: TextLook = { weight: 'bold', size: 16, color: INK };
const ABOUT: TextLook = { weight: 'regular', size: 9, color: GREY };
const ENTRY: TextLook = { weight: 'bold', size: 9.5, color: INK };
const WHO: TextLook = { weight: 'regular', size: 8, color: GREY };
const FIELD: TextLook = { weight: 'regular', size: 8.5, color: INK, indent: 12 };

/**
 * The history as a document: an entry for each event, its fields beneath, page numbers, and the totals at the end.
 * Written as it is read: what is in memory is a page of entries and one of paper.
 */
export async function* timelinePdf(
  pages: AsyncIterable<readonly TimelineEntry[]>,
  head: PdfHead,
): AsyncGenerator<Buffer, Totals, void> {
  const paper = new Paper(head);
  let [events, changes] = [0, 0];
  for await (const entries of pages) {
    for (const entry of entries) {
      paper.entry(entry);
      events += 1;
      changes += entry.fields.length;
      // Others are served by this process, too.
      if (events % 10 === 0) await setImmediate();
    }
    const written = await paper.taken();
    if (written.length > 0) yield written;
  }
  paper.total(`Total: ${plural(events, 'event')}, ${plural(changes, 'field change')}.`);
  yield await paper.ended();
  return { events, changes };
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

class Paper {
  readonly #doc: PDFKit.PDFDocument;
  readonly #fonts: PdfFonts;
  readonly #ended: Promise<void>;
  #chunks: Buffer[] = [];
  #page = 0;
  #y = 0;

  constructor({ title, about, createdAt }: PdfHead) {
    this.#doc = new PDFDocument({
      size: 'A4',
      // Lines are broken, and pages turned, here.
      margin: 0,
      autoFirstPage: false,
      info: { Title: title, Producer: 'Atrium', Creator: 'Atrium', CreationDate: createdAt },
    });
    this.#doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#ended = new Promise((resolve, reject) => {
      this.#doc.on('end', resolve);
      this.#doc.on('error', reject);
    });
    this.#fonts = new PdfFonts(this.#doc);
    this.#turn();
    this.#write(title, TITLE);
    this.#write(about, ABOUT);
    this.#y += 10;
  }

  entry(entry: TimelineEntry): void {
    const key = entry.recordKey ?? entry.recordLabel;
    const title = shortened(entry.recordTitle, 160);
    // A heading is never alone at the end of a page.
    this.#room(40);
    this.#write(`${key} ${title}: ${entry.reverted ? 'reverted' : entry.change}`, ENTRY);
    const cause = entry.cause ? [entry.cause.name] : [];
    const source = entry.source ? [entry.source] : [];
    this.#write(
      [readable(entry.at), entry.personName || 'unknown', entry.via, ...cause, ...source].join(' · '),
      WHO,
    );
    for (const field of entry.fields) this.#write(changeText(field), FIELD);
    this.#y += 6;
  }

  total(text: string): void {
    this.#y += 6;
    this.#room(40);
    this.#write(text, ENTRY);
  }

  /** What has been written so far. */
  async taken(): Promise<Buffer> {
    await setImmediate();
    this.#fonts.forget();
    const written = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return written;
  }

  async ended(): Promise<Buffer> {
    this.#doc.end();
    await this.#ended;
    return Buffer.concat(this.#chunks);
  }

  #write(text: string, look: TextLook): void {
    const indent = look.indent ?? 0;
    const width = this.#doc.page.width - 2 * MARGIN - indent;
    for (const line of linesOf(this.#doc, this.#fonts, { text: oneLine(text), look, width })) {
      this.#room(look.size * LEADING);
      let x = MARGIN + indent;
      for (const { font, text: part, width: taken } of line) {
        this.#doc.font(font).fontSize(look.size).fillColor(look.color);
        this.#doc.text(part, x, this.#y, PLAIN);
        x += taken;
      }
      this.#y += look.size * LEADING;
    }
  }

  /** Begins another page where what comes next has no room on this one. */
  #room(height: number): void {
    if (this.#y + height > this.#doc.page.height - MARGIN - FOOT) this.#turn();
  }

  #turn(): void {
    this.#doc.addPage();
    this.#page += 1;
    this.#doc.font('regular').fontSize(8).fillColor(GREY);
    const number = `Page ${this.#page}`;
    const { width, height } = this.#doc.page;
    this.#doc.text(number, width - MARGIN - this.#doc.widthOfString(number, PLAIN), height - MARGIN, PLAIN);
    this.#y = MARGIN;
  }
}

function changeText({ label, oldText, newText }: FieldChange): string {
  const [before, after] = [shortened(oldText, MAX_VALUE), shortened(newText, MAX_VALUE)];
  if (before === '') return `${label}: ${after}`;
  return `${label}: ${before} → ${after === '' ? '(empty)' : after}`;
}

function shortened(text: string, max: number): string {
  const letters = [...text.slice(0, 2 * max)];
  return letters.length > max ? `${letters.slice(0, max).join('')}…` : text;
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function readable(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
