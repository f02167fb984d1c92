import type { TimelineEntry } from '@atrium/protocol/api';
import PDFDocument from 'pdfkit';
import { expect, test } from 'vitest';
import { PdfFonts } from './pdf-fonts.ts';
import { linesOf } from './text-lines.ts';
import { timelineCsv } from './timeline-csv.ts';
import { timelinePdf } from './timeline-pdf.ts';

function entry(position: number, fields: number): TimelineEntry {
  const at = '2026-01-31T09:00:00.000Z';
  return {
    position,
    at,
    loggedAt: at,
    recordId: 'r',
    recordType: 'work_item',
    recordLabel: 'Work item',
    recordKey: `ATR-${position}`,
    recordTitle: 'Заголовок שלום',
    recordDeleted: false,
    projectId: null,
    subjectId: null,
    version: 1,
    name: 'work_item.updated',
    change: 'changed',
    reverted: false,
    personId: 'p',
    personName: 'Łukasz',
    via: 'web',
    commandId: 'c',
    cause: null,
    source: null,
    fields: Array.from({ length: fields }, () => ({
      field: 'title',
      label: 'Title',
      kind: 'text',
      oldText: 'Once',
      newText: 'word '.repeat(30),
    })),
  };
}

async function* pagesOf(count: number): AsyncGenerator<TimelineEntry[]> {
  for (let at = 0; at < count; at += 10) yield Array.from({ length: 10 }, (_, n) => entry(at + n, 2));
}

test('a history becomes a PDF with as many pages as it takes, each with its number', async () => {
  const head = { title: 'History of ATR', about: 'All of it', createdAt: new Date(0) };
  const chunks: Buffer[] = [];
  for await (const chunk of timelinePdf(pagesOf(30), head)) chunks.push(chunk);
  const pdf = Buffer.concat(chunks).toString('latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true);
  expect(chunks.length).toBeGreaterThan(1);
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
});

test('the totals are those of the CSV', async () => {
  const head = { title: 'History of ATR', about: 'All of it', createdAt: new Date(0) };
  const [csv, pdf] = [timelineCsv(pagesOf(20)), timelinePdf(pagesOf(20), head)];
  const lines: string[] = [];
  let line = await csv.next();
  for (; !line.done; line = await csv.next()) lines.push(line.value);
  let part = await pdf.next();
  while (!part.done) part = await pdf.next();
  expect(part.value).toEqual({ events: 20, changes: 40 });
  expect(line.value).toEqual(part.value);
  expect(lines.join('').trim().split('\r\n').length - 1).toBe(40);
});

test('every letter finds a font, and words from right to left come in their order', () => {
  const doc = new PDFDocument({ margin: 0 });
  const fonts = new PdfFonts(doc);
  const look = { weight: 'regular', size: 10, color: '#000' } as const;
  const lines = (text: string, width = 500) =>
    linesOf(doc, fonts, { text, look, width }).map((line) => line.map((run) => run.text).join(''));
  expect(lines('Grüße, Ελλάδα, Россия')).toEqual(['Grüße, Ελλάδα, Россия']);
  expect(lines('abc שלום עולם def')).toEqual(['abc עולם שלום def']);
  // Nobody has a font for letters of private use.
  expect(lines('a\u{10fffd}b')).toEqual(['a□b']);
  expect(lines('one two three', 40)).toEqual(['one', 'two', 'three']);
  expect(lines('x'.repeat(40), 60).join('')).toBe('x'.repeat(40));
});
