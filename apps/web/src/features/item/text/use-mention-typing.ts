import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { type PersonView, usePeople } from '../../../workspace/use-people.ts';
import { caretPlace } from './caret-place.ts';
import { completeMention, type MentionAt, matchPeople, mentionAt } from './mentions.ts';

interface Typing extends MentionAt {
  readonly caret: number;
  readonly place: { left: number; top: number };
}

/** Completes `@` with people while someone types in a text field. */
export function useMentionTyping(
  field: RefObject<HTMLTextAreaElement | null>,
  value: string,
  onChange: (value: string) => void,
) {
  const id = useId();
  const everyone = usePeople();
  const [typing, setTyping] = useState<Typing>();
  const [active, setActive] = useState(0);
  const caretAfter = useRef<number>(undefined);
  const people = typing
    ? matchPeople(
        everyone.filter(({ role }) => role !== undefined),
        typing.query,
      )
    : [];
  const open = people.length > 0;

  useLayoutEffect(() => {
    if (caretAfter.current === undefined || field.current?.value !== value) return;
    field.current.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = undefined;
  }, [field, value]);

  const look = () => {
    const element = field.current;
    if (!element) return;
    const caret = element.selectionStart;
    const at = element.selectionEnd === caret ? mentionAt(element.value, caret) : undefined;
    if (at?.from !== typing?.from || at?.query !== typing?.query) setActive(0);
    setTyping(at && { ...at, caret, place: caretPlace(element, at.from) });
  };
  const pick = ({ handle }: PersonView) => {
    if (!typing || !handle) return;
    const done = completeMention(value, typing.caret, typing, handle);
    caretAfter.current = done.caret;
    setTyping(undefined);
    onChange(done.text);
  };
  /** True when the key was for the list. */
  const press = (event: KeyboardEvent): boolean => {
    if (!open || event.nativeEvent.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: people.length - 1 }[event.key];
    const chosen = people[active];
    if (step !== undefined) setActive((active + step) % people.length);
    else if (event.key === 'Escape') setTyping(undefined);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen && !event.ctrlKey && !event.metaKey)
      pick(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    list: open && typing ? { id, people, active, place: typing.place, onPick: pick } : undefined,
    field: open
      ? {
          'aria-controls': id,
          'aria-activedescendant': `${id}-${active}`,
          'aria-autocomplete': 'list' as const,
        }
      : {},
    look,
    press,
    leave: () => setTyping(undefined),
  };
}
