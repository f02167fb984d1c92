import { HardDrive, MonitorDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import { notifyDone } from '../design/toast.tsx';
import { canInstall, installApp } from '../offline/install-app.ts';
import { askToKeep, type StorageState, storageState } from '../offline/kept-storage.ts';
import { useObservable } from '../workspace/use-observable.ts';

/** Under this the browser may soon refuse to keep more. */
const TIGHT_BYTES = 50 * 1024 * 1024;

/** What this browser keeps for working without a network, and for how long. */
export function DeviceSection() {
  const [state, setState] = useState<StorageState>();
  const installable = useObservable(canInstall);
  useEffect(() => {
    void storageState().then(setState);
  }, []);
  const keep = async () => {
    const isKept = await askToKeep();
    setState(await storageState());
    notifyDone(
      isKept
        ? 'This browser will keep it'
        : 'This browser decides by itself; it asks again once you use Atrium more often',
    );
  };
  if (!state && !installable) return null;
  return (
    <section aria-label="On this device" className="flex flex-col gap-2">
      <h2 className="text-12 font-medium text-ink-muted">On this device</h2>
      {state && (
        <div className="flex items-start gap-3">
          <HardDrive className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden="true" />
          <p className="min-w-0 flex-1 text-13">{storageSentence(state)}</p>
          {!state.isKept && (
            <Button size="small" onClick={() => void keep()}>
              Keep it
            </Button>
          )}
        </div>
      )}
      {installable && (
        <div className="flex items-start gap-3">
          <MonitorDown className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden="true" />
          <p className="min-w-0 flex-1 text-13">Atrium can have a window and an icon of its own.</p>
          <Button size="small" onClick={() => void installApp()}>
            Install
          </Button>
        </div>
      )}
    </section>
  );
}

export function storageSentence({ isKept, usedBytes, freeBytes }: StorageState): string {
  const kept = `${megabytes(usedBytes)} are kept here to work without a network.`;
  if (freeBytes < TIGHT_BYTES)
    return `${kept} There is room for ${megabytes(freeBytes)} more: free some space.`;
  return isKept ? kept : `${kept} The browser may clear them when the device runs out of space.`;
}

function megabytes(bytes: number): string {
  const size = bytes / 1024 / 1024;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} MB`;
}
