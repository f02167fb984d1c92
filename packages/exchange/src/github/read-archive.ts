import { createReadStream } from 'node:fs';
import chain from 'stream-chain';
import Assembler from 'stream-json/assembler.js';
import { type parser as JsonParser, parser } from 'stream-json/parser.js';

/** One element of the archive, as soon as it was read. */
export type ArchiveEntry =
  | { readonly kind: 'repo'; readonly value: string }
  | { readonly kind: 'label' | 'issue' | 'pull'; readonly index: number; readonly value: unknown };

export type ArchiveProblemCode = 'UNREADABLE' | 'NOT_JSON' | 'NOT_AN_ARCHIVE' | 'TOO_LARGE';

/** The file as a whole is no use. What was wrong with a single element is in the import's report instead. */
export class ArchiveProblem extends Error {
  override readonly name = 'ArchiveProblem';
  readonly code: ArchiveProblemCode;

  constructor(code: ArchiveProblemCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const SECTIONS = new Map<string, 'label' | 'issue' | 'pull'>([
  ['labels', 'label'],
  ['issues', 'issue'],
  ['pulls', 'pull'],
]);

// The largest issue that GitHub can hold is far below this; what is above is no archive but an attack.
const MAX_ENTRY_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 40;

/**
 * Reads an `archive.json` piece by piece, so that memory holds one issue and not the file.
 * @param onProgress bytes read so far
 */
export async function* readArchive(
  file: string,
  onProgress: (bytes: number) => void = () => {},
): AsyncGenerator<ArchiveEntry> {
  const gate = { bytes: 0, atLastEntry: 0 };
  const source = createReadStream(file, { highWaterMark: 256 * 1024 });
  source.on('data', (chunk) => {
    gate.bytes += chunk.length;
    onProgress(gate.bytes);
    if (gate.bytes - gate.atLastEntry > MAX_ENTRY_BYTES) {
      source.destroy(new ArchiveProblem('TOO_LARGE', 'One entry of the file is larger than 64 MB.'));
    }
  });
  const tokens = chain([source, parser({ streamValues: false, packValues: true })]);
  const sections = new SectionReader();
  try {
    for await (const token of tokens as AsyncIterable<JsonParser.Token>) {
      const entry = sections.take(token);
      if (!entry) continue;
      gate.atLastEntry = gate.bytes;
      yield entry;
    }
  } catch (error) {
    throw asArchiveProblem(error, gate.bytes);
  } finally {
    source.destroy();
  }
  if (!sections.complete) throw new ArchiveProblem('NOT_JSON', 'The file ends in the middle.');
  if (!sections.sawIssues) {
    throw new ArchiveProblem('NOT_AN_ARCHIVE', 'The file is not a GitHub archive: it has no list of issues.');
  }
}

/** Follows the tokens: names at the top, elements of the sections one level below. */
class SectionReader {
  complete = false;
  sawIssues = false;
  private depth = 0;
  private key = '';
  private index = 0;
  private inArray = false;
  private assembler: Assembler | undefined;

  take(token: JsonParser.Token): ArchiveEntry | undefined {
    this.follow(token);
    if (this.depth > MAX_DEPTH) throw new ArchiveProblem('TOO_LARGE', 'The file is nested too deeply.');
    if (this.assembler) return this.assemble(this.assembler, token);
    if (this.depth === 1 && token.name === 'keyValue') this.key = token.value;
    if (this.depth === 1 && token.name === 'stringValue' && this.key === 'repo') {
      return { kind: 'repo', value: token.value };
    }
    const section = SECTIONS.get(this.key);
    if (!section) return undefined;
    if (token.name === 'startArray' && this.depth === 2) {
      this.index = 0;
      this.inArray = true;
      if (section === 'issue') this.sawIssues = true;
      return undefined;
    }
    if (token.name === 'startObject' && this.depth === 3 && this.inArray) {
      this.assembler = new Assembler();
      this.assembler.consume(token);
    }
    return undefined;
  }

  private follow({ name }: JsonParser.Token): void {
    if (name === 'startObject' || name === 'startArray') {
      if (this.depth === 0 && name === 'startArray') {
        throw new ArchiveProblem('NOT_AN_ARCHIVE', 'The file is not a GitHub archive: it is a list.');
      }
      this.depth += 1;
    } else if (name === 'endObject' || name === 'endArray') {
      this.depth -= 1;
      if (this.depth === 1) this.inArray = false;
      if (this.depth === 0) this.complete = true;
    }
  }

  private assemble(assembler: Assembler, token: JsonParser.Token): ArchiveEntry | undefined {
    assembler.consume(token);
    const kind = SECTIONS.get(this.key);
    if (!assembler.done || !kind) return undefined;
    this.assembler = undefined;
    this.index += 1;
    return { kind, index: this.index - 1, value: assembler.current };
  }
}

function asArchiveProblem(error: unknown, bytes: number): ArchiveProblem {
  if (error instanceof ArchiveProblem) return error;
  const why = error instanceof Error ? error.message : String(error);
  if (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('E')
  ) {
    return new ArchiveProblem('UNREADABLE', `The file cannot be read: ${why}`, error);
  }
  return new ArchiveProblem('NOT_JSON', `The file is not valid JSON, near byte ${bytes}: ${why}`, error);
}
