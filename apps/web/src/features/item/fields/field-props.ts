import type { RecordId, RecordState } from '@atrium/protocol';
import type { ReactElement } from 'react';

/** What every field editor of a work item takes: controlled, and small enough for a table cell. */
export interface FieldEditorProps {
  project: RecordState | undefined;
  /** The one element that opens it; without it, a quiet row with the value. */
  children?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
  disabled?: boolean;
  /** The trigger gets a border, for forms. */
  boxed?: boolean;
}

export interface FieldProps<T> extends FieldEditorProps {
  value: T;
  onChange: (value: T) => void;
}

/** What one pick did to a set: what `add` and `remove` of a command want. */
export interface SetChange {
  added?: RecordId;
  removed?: RecordId;
}

export interface SetFieldProps extends FieldEditorProps {
  value: readonly RecordId[];
  onChange: (value: RecordId[], change: SetChange) => void;
}
