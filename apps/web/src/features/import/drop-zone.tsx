import { FileJson, Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { classNames } from '../../design/class-names.ts';

/** Where the file is dropped, or chosen by pressing. */
export function DropZone({ file, onFile }: { file: File | undefined; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) onFile(dropped);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        'flex min-h-32 flex-col items-center justify-center gap-3 rounded-card border border-dashed px-4 py-6 text-center transition-colors',
        over ? 'border-accent bg-accent-wash' : 'border-control bg-raised',
      )}
    >
      {file ? (
        <p className="flex max-w-full items-center gap-2 text-13 font-medium">
          <FileJson className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />
          <span className="truncate">{file.name}</span>
          <span className="shrink-0 font-normal text-ink-faint">{sizeWords(file.size)}</span>
        </p>
      ) : (
        <p className="text-13 text-ink-muted">Drop the archive here</p>
      )}
      <Button size="small" icon={<Upload />} onClick={() => input.current?.click()}>
        {file ? 'Choose another file' : 'Choose a file'}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="Archive file"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onFile(chosen);
          event.target.value = '';
        }}
      />
    </div>
  );
}

function sizeWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toLocaleString(undefined, { maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0 })} ${units[unit]}`;
}
