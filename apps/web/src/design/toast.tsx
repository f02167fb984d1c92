import { CircleAlert, CircleCheck } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Toaster as Sonner, toast } from 'sonner';
import { Button } from './button.tsx';

/** Where toasts appear; one per app. */
export function Toaster() {
  const narrow = useNarrow();
  return (
    <Sonner
      position={narrow ? 'top-center' : 'bottom-right'}
      gap={8}
      offset={16}
      // Also over a dialog, which takes the pointer from everything else.
      toastOptions={{ unstyled: true, className: 'w-full pointer-events-auto' }}
      containerAriaLabel="Notices"
    />
  );
}

interface ToastAction {
  label: string;
  keys?: string;
  run: () => void;
}

/** It is done; give `undo` wherever it can be taken back. */
export function notifyDone(text: string, options: { undo?: () => void; action?: ToastAction } = {}): void {
  const action = options.undo ? { label: 'Undo', keys: '$mod+z', run: options.undo } : options.action;
  toast.custom((id) => (
    <ToastRow id={id} icon={<CircleCheck className="text-done" />} action={action}>
      {text}
    </ToastRow>
  ));
}

/** It did not work: what happened, what was kept, and what to do. Stays twice as long. */
export function notifyProblem(text: string, options: { action?: ToastAction } = {}): void {
  toast.custom(
    (id) => (
      <ToastRow id={id} icon={<CircleAlert className="text-late" />} action={options.action}>
        {text}
      </ToastRow>
    ),
    { duration: 9000 },
  );
}

export function ToastRow({
  id,
  icon,
  action,
  children,
}: {
  id?: string | number;
  icon: ReactNode;
  action?: ToastAction;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-10 w-full items-center gap-2.5 rounded-card bg-raised py-1.5 pl-3 pr-1.5 text-13 text-ink shadow-float wide:w-90 [&>svg]:size-4 [&>svg]:shrink-0">
      {icon}
      <span className="min-w-0 flex-1 py-1">{children}</span>
      {action && (
        <Button
          variant="ghost"
          size="small"
          keys={action.keys}
          className="text-accent-ink"
          onClick={() => {
            if (id !== undefined) toast.dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
    </div>
  );
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(false);
  useEffect(() => {
    const query = matchMedia('(max-width: 767px)');
    const read = () => setNarrow(query.matches);
    read();
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }, []);
  return narrow;
}
