import { type ChangeEvent, type FormEvent, useRef, useState } from 'react';
import { checkEntry, type EntryProblems } from './entry-checks.ts';
import type { EntryAnswer, EntryField } from './entry-door.ts';

/** State of one of the entry forms: checks at submit, then as people correct; never empties a field. */
export function useEntryForm<F extends EntryField>({
  start,
  newPassword = false,
  submit,
  onDone,
}: {
  start: Record<F, string>;
  newPassword?: boolean;
  submit: (values: Record<F, string>) => Promise<EntryAnswer>;
  onDone: (to: string) => void;
}) {
  const [values, setValues] = useState(start);
  const [problems, setProblems] = useState<EntryProblems>({});
  const [sentence, setSentence] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const show = (next: EntryProblems) => {
    setProblems(next);
    const first = Object.keys(start).find((name) => next[name as F]);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  };

  const send = async () => {
    setSentence(undefined);
    const found = checkEntry(values, { newPassword });
    show(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const answer = await submit(values);
    if (answer.ok) return onDone(answer.to);
    setBusy(false);
    setSentence(answer.sentence);
    if (answer.fields) show(answer.fields);
  };

  return {
    values,
    busy,
    sentence,
    form: {
      ref: form,
      noValidate: true,
      onSubmit: (event: FormEvent) => {
        event.preventDefault();
        if (!busy) void send();
      },
    },
    problem: (name: F) => problems[name],
    field: (name: F) => ({
      name,
      value: values[name],
      onChange: (event: ChangeEvent<HTMLInputElement>) => {
        const next = { ...values, [name]: event.target.value };
        setValues(next);
        if (problems[name]) {
          setProblems({ ...problems, [name]: checkEntry(next, { newPassword })[name] });
        }
      },
    }),
  };
}
